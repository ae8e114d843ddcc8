import type { Waiver } from "../../core/domain/waiver.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { inForce } from "../../core/governance/apply-waivers.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { Acting } from "./append-request-event.ts";
import { named } from "../entries/record-number.ts";
import { enterUnlessTaken } from "../entries/enter-unless-taken.ts";
import { loadWaivers } from "./waivers-in-force.ts";

/** The waiver that a name means: `WVR-2026-0003`, or 3. LS733. */
export const findWaiver = (store: Pick<RunStore, "records">, name: string): Waiver => {
  const found = named(loadWaivers(store), name);
  if (found === undefined) throw new LockstepError("LS733", { message: `there is no waiver ${name}`, place: name, todo: "List them first: lockstep waiver list --all" });
  return found;
};

/** Ends a waiver before its time: from then on the finding fails again. The waiver stays in the ledger as it was given; its end is an entry of its own. LS731 for one that is over, LS732 without a reason, LS733. */
export const endWaiver = (store: RunStore, name: string, reason: string, { by, now }: Acting): Waiver => {
  const waiver = findWaiver(store, name);
  if (reason.trim() === "") throw new LockstepError("LS732", { message: "ending a waiver needs a reason", place: "reason", todo: "Say why it holds no longer." });
  // Nothing ends before it began, however the clock was set.
  const at = new Date(Math.max(now, Date.parse(waiver.from))).toISOString();
  const over = (each: Waiver): LockstepError => new LockstepError("LS731", { message: each.ended === undefined ? `${each.id} was over at ${each.expiresAt}` : `${each.ended.by} ended ${each.id} at ${each.ended.at}`, place: each.id, todo: "Nothing is left to do." });
  if (!inForce(waiver, at)) throw over(waiver);
  if (!enterUnlessTaken(store, { kind: "waiver", subject: `${waiver.id}/ended`, payload: { waiver: waiver.id, model: waiver.model, finding: waiver.finding, ended: { at, by, reason: reason.trim() } } }, by)) throw over(findWaiver(store, waiver.id));
  return findWaiver(store, waiver.id);
};
