import type { ChangeRequest, PersonFunction } from "../../core/domain/change-request.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { approvingFunction } from "../../core/governance/approving-function.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { whyNotCounted } from "../../core/governance/request-of.ts";
import { isNamedAs } from "../../core/governance/same-person.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { type Acting, appendRequestEvent } from "./append-request-event.ts";

/** Somebody who says yes: with the functions that signing in gave them (null: nobody said any), and the one they name. `machine` where it is no person. */
export interface Approval {
  readonly functions: readonly PersonFunction[] | null;
  readonly as: PersonFunction | null;
  readonly note: string | null;
  readonly machine: boolean;
}

/** Says yes in somebody's name. LS730 for an author, a machine, a second yes of one person, or another's function; LS731 for a request that is not open; LS733. */
export const approveRequest = (store: RunStore, policy: Policy | null, name: string, { functions, as, note, machine }: Approval, acting: Acting): ChangeRequest =>
  appendRequestEvent(store, name, (request) => {
    const { by } = acting;
    const no = (why: string): LockstepError => new LockstepError("LS730", { message: `${by} cannot approve ${request.id}: ${why}`, place: request.id });
    if (machine) throw no("to approve is for people, and this is a token of a machine");
    refuseClosed(request);
    const why = whyNotCounted(request, by);
    if (why !== null) throw no(why);
    const chosen = approvingFunction(request, policy, { by, functions, as });
    if ("why" in chosen) throw no(chosen.why);
    return { kind: "approved", at: timeAfter(request, acting.now), by, as: chosen.as, note };
  }, acting);

/** Says no; that ends it. Whoever asked withdraws it instead. LS730, LS731, LS733. */
export const refuseRequest = (store: RunStore, policy: Policy | null, name: string, { note, machine }: { readonly note: string; readonly machine: boolean }, acting: Acting): ChangeRequest =>
  appendRequestEvent(store, name, (request) => {
    if (machine) throw new LockstepError("LS730", { message: `${acting.by} cannot refuse ${request.id}: that is for people`, place: request.id });
    refuseClosed(request);
    const people = Object.keys(policy?.people ?? {});
    if (policy?.people !== undefined && !people.some((person) => isNamedAs(person, acting.by))) throw new LockstepError("LS730", { message: `${acting.by} cannot refuse ${request.id}: policy.people does not name them`, place: request.id });
    return { kind: "refused", at: timeAfter(request, acting.now), by: acting.by, note };
  }, acting);

/** Takes it back: whoever asked may, and whoever made what it is about, until it is enacted. LS730, LS731, LS733. */
export const withdrawRequest = (store: RunStore, name: string, note: string | null, acting: Acting): ChangeRequest =>
  appendRequestEvent(store, name, (request) => {
    if (request.status !== "approved") refuseClosed(request);
    if (![request.askedBy, ...request.authors].some((each) => isNamedAs(each, acting.by))) throw new LockstepError("LS730", { message: `${acting.by} did not ask for ${request.id}, ${request.askedBy} did`, place: request.id, todo: "Refuse it instead." });
    return { kind: "withdrawn", at: timeAfter(request, acting.now), by: acting.by, note };
  }, acting);

const refuseClosed = ({ id, status, expiresAt }: ChangeRequest): void => {
  if (status === "open") return;
  throw new LockstepError("LS731", { message: status === "expired" ? `${id} expired at ${expiresAt}` : `${id} is ${status}`, place: id });
};

/** Nothing is said to have happened before what is known already, however the clock was set. */
const timeAfter = ({ events }: ChangeRequest, now: number): string => new Date(Math.max(now, ...events.map(({ at }) => Date.parse(at)))).toISOString();
