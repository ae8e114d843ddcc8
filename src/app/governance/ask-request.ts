import type { ChangeRequest, RequestSubject } from "../../core/domain/change-request.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { approvalRuleOf } from "../../core/governance/approval-rule-of.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { type Acting, enterAsked } from "./append-request-event.ts";
import { authorsOf } from "./authors-of.ts";
import { refuseSubject } from "./refuse-subject.ts";

/** What somebody asks for. */
export interface Asking {
  readonly subject: RequestSubject;
  readonly reason: string;
  /** Who made what it is about, besides those that Lockstep knows of. */
  readonly authors?: readonly string[];
  /** ISO 8601; two weeks when left out. */
  readonly expiresAt?: string | null;
}

/** A request that nobody answered in this time was not wanted. */
const usualTerm = 14 * 864e5;

/** Asks for something that people have to approve. LS732 for what cannot be asked for, LS502 and LS733 for what it is about and is not there. */
export const askRequest = (store: RunStore, policy: Policy | null, { subject, reason, authors = [], expiresAt = null }: Asking, acting: Acting): ChangeRequest => {
  if (reason.trim() === "") throw new LockstepError("LS732", { message: "a request needs a reason", place: "reason", todo: "Say why: whoever approves it reads that." });
  const refused = (message: string, todo: string): LockstepError => new LockstepError("LS732", { message, place: "expiresAt", todo });
  if (expiresAt !== null && !(Date.parse(expiresAt) > acting.now)) throw refused(`the request would have expired at ${expiresAt}`, "Give a moment that is still to come, as 2026-12-31T12:00:00Z.");
  refuseSubject(store, policy, subject, acting.now);
  const until = Math.min(expiresAt === null ? acting.now + usualTerm : Date.parse(expiresAt), subject.kind === "waiver" ? Date.parse(subject.expiresAt) : Number.POSITIVE_INFINITY);
  return enterAsked(store, {
    kind: "asked", at: new Date(acting.now).toISOString(), by: acting.by, subject, reason: reason.trim(), rule: approvalRuleOf(policy, subject.kind),
    authors: [...new Set([...authorsOf(store, subject), ...authors])], expiresAt: new Date(until).toISOString(),
  }, acting);
};
