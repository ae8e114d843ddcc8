import { z } from "zod";
import { type Hold, HoldEvent } from "../../core/domain/hold.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterUnlessTaken } from "../entries/enter-unless-taken.ts";
import { enteredRecords } from "../entries/entered-records.ts";
import { named, nextNumber } from "../entries/record-number.ts";
import { untilEntered } from "../entries/until-entered.ts";
import { type Acting, appendRequestEvent } from "../governance/append-request-event.ts";
import { loadRequests } from "../governance/load-requests.ts";

/** `what` and `reason` are for lists of the ledger, which tell any entry in one line. */
const Entered = z.object({ hold: z.string(), what: z.string(), reason: z.string().nullable(), event: HoldEvent });

/** All holds of a store, oldest first, each as its events make it. */
export const loadHolds = (store: Pick<RunStore, "records">): readonly Hold[] => {
  const holds = new Map<string, Hold>();
  for (const { hold: id, event } of enteredRecords(store, "hold", Entered)) {
    if (event.kind === "placed") {
      const { model, from, to, reason, at, by } = event;
      holds.set(id, { id, model, from, to, reason, status: "in-force", placedAt: at, placedBy: by, releasedAt: null, releasedBy: null, request: null, singlePerson: false });
      continue;
    }
    const held = holds.get(id);
    if (held !== undefined && held.status === "in-force") holds.set(id, { ...held, status: "released", releasedAt: event.at, releasedBy: event.by, request: event.request, singlePerson: event.request === null });
  }
  return [...holds.values()];
};

/** What a new hold keeps. */
export type NewHold = Pick<Hold, "model" | "from" | "to" | "reason">;

/** Places a hold. LS732 for no reason, for what is no moment, or a period that ends before it begins. */
export const placeHold = (store: RunStore, { model, from, to, reason }: NewHold, { by, now }: Acting): Hold => {
  const no = (message: string, place: string, todo: string): LockstepError => new LockstepError("LS732", { message, place, todo });
  // What an empty variable of a script leaves: it would keep nothing, and look as if it did.
  if (model !== null && model.trim() === "") throw no("a hold of a model names it", "model", "Name the model, or leave it out to keep the runs of all.");
  if (reason.trim() === "") throw no("a hold needs a reason", "reason", "Say what the documents are needed for.");
  for (const [place, moment] of [["from", from], ["to", to]] as const) if (moment !== null && Number.isNaN(Date.parse(moment))) throw no(`${moment} is no moment`, place, "Give it as 2026-01-31T00:00:00Z.");
  if (from !== null && to !== null && Date.parse(to) <= Date.parse(from)) throw no("the period ends before it begins", "to", "Give a later end.");
  const at = new Date(now).toISOString();
  const moment = (text: string | null): string | null => (text === null ? null : new Date(text).toISOString());
  return untilEntered("holds", () => {
    const id = nextNumber("HLD", loadHolds(store).map((hold) => hold.id), at);
    const event: HoldEvent = { kind: "placed", at, by, model, from: moment(from), to: moment(to), reason: reason.trim() };
    return enter(store, { hold: id, what: "placed", reason: event.reason, event }, 1, by) ? findHold(store, id) : undefined;
  });
};

/** The hold that a name means. LS733. */
export const findHold = (store: RunStore, name: string): Hold => {
  const found = named(loadHolds(store), name);
  if (found === undefined) throw new LockstepError("LS733", { message: `there is no hold ${name}`, place: name });
  return found;
};

/** How a hold ends. */
export interface HoldRelease {
  /** The approved request; null to release it alone. */
  readonly request: string | null;
  readonly note: string | null;
  /** Whether the policy lets one person ask and approve (`policy.singlePerson`). */
  readonly singlePerson: boolean;
}

/** Releases a hold: with an approved request, or where the policy lets one person. LS733 for no such hold or request, LS731 where it is released already, LS730 without either. */
export const releaseHold = (store: RunStore, name: string, { request, note, singlePerson }: HoldRelease, { by, now }: Acting): Hold =>
  untilEntered("ends of the same hold", () => {
    const hold = findHold(store, name);
    if (hold.status === "released") throw new LockstepError("LS731", { message: `${hold.id} was released at ${hold.releasedAt ?? "some time"} by ${hold.releasedBy ?? "somebody"}`, place: hold.id, todo: "Nothing is left to do." });
    const approved = request === null ? null : approvedRequest(store, request, hold.id, now);
    if (approved === null && !singlePerson) throw new LockstepError("LS730", { message: `${hold.id} is released after somebody else said yes`, place: hold.id, todo: "Ask for it (a request to release a hold), and name the approved request. Where one person may do so, the policy says singlePerson: true." });
    // Nothing is said to have happened before it was placed, however the clock was set.
    const at = new Date(Math.max(now, Date.parse(hold.placedAt))).toISOString();
    const what = approved === null ? "released by one person" : `released after ${approved}`;
    if (!enter(store, { hold: hold.id, what, reason: note, event: { kind: "released", at, by, request: approved, note } }, 2, by)) return undefined;
    if (approved !== null) appendRequestEvent(store, approved, ({ status }) => (status === "approved" ? { kind: "enacted", at, by, what: `hold ${hold.id}/2` } : null), { by, now });
    return findHold(store, hold.id);
  });

/** The request's id, when people approved that this hold ends. */
const approvedRequest = (store: RunStore, name: string, hold: string, now: number): string => {
  const request = named(loadRequests(store, now), name);
  if (request === undefined) throw new LockstepError("LS733", { message: `there is no request ${name}`, place: name });
  if (request.subject.kind !== "release-hold" || request.subject.hold.replace(/\/\d+$/, "") !== hold) throw new LockstepError("LS730", { message: `${request.id} does not ask to release ${hold}`, place: request.id, todo: "Name the request that does." });
  if (request.status !== "approved" && request.status !== "enacted") throw new LockstepError("LS730", { message: `${request.id} is ${request.status}${request.missing.length === 0 ? "" : `: ${request.missing.join(", ")} missing`}`, place: request.id });
  return request.id;
};

const enter = (store: RunStore, entered: z.infer<typeof Entered>, number: number, by: string): boolean =>
  enterUnlessTaken(store, { kind: "hold", subject: `${entered.hold}/${number}`, payload: entered as unknown as CanonicalValue }, by);
