import type { ChangeRequest, RequestSubject } from "../../core/domain/change-request.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { loadRequests } from "./load-requests.ts";

/** A change of what was agreed, as the ledger and the manifest (or a run) give it: what somebody approves is compared with this, character by character. */
export type Amendment = Omit<Extract<RequestSubject, { kind: "amendment" }>, "kind" | "affects">;

/** An amendment of fields that changed since a version. */
export const amendmentOf = (what: string, model: string, version: number, changed: readonly { readonly field: string; readonly before: string; readonly after: string }[]): Amendment => ({
  what, model,
  before: [`version ${version}`, ...changed.map(({ field, before }) => `${field}: ${before}`)].join("\n"),
  after: changed.map(({ field, after }) => `${field}: ${after}`).join("\n"),
});

/** The approved request that asked for just this change; null where there is none and policy asks for none. LS736 where it does, with the command that asks for it. */
export const approvedAmendment = (store: Pick<RunStore, "records">, policy: Pick<Policy, "approvals"> | null, amendment: Amendment, { ask, now }: { readonly ask: string; readonly now: number }): ChangeRequest | null => {
  const same = loadRequests(store, now).filter(({ subject }) => subject.kind === "amendment" && subject.model === amendment.model && subject.what === amendment.what && subject.before === amendment.before && subject.after === amendment.after);
  const approved = same.find(({ status }) => status === "approved");
  if (approved !== undefined) return approved;
  if (policy?.approvals?.amendment === undefined) return null;
  const open = same.findLast(({ status }) => status === "open");
  throw new LockstepError("LS736", {
    message: `${amendment.what} of ${amendment.model} would change (${amendment.after.split("\n").join("; ")}), policy.approvals.amendment says who has to approve that, and ${open === undefined ? "nobody did" : `${open.id} still misses ${listOf(open.missing)}`}`,
    place: amendment.what, todo: open === undefined ? `Ask for it: ${ask}` : `Have it approved: lockstep request approve ${open.id}`,
  });
};
