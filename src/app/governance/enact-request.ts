import type { ChangeRequest, DecisionRecord } from "../../core/domain/change-request.ts";
import type { LedgerKind } from "../../core/domain/ledger-entry.ts";
import type { Waiver } from "../../core/domain/waiver.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { decideByPolicy, type Policy } from "../../core/governance/decide-by-policy.ts";
import { uncountedPush } from "../../core/governance/uncounted-push.ts";
import { pushOf } from "../push/push-of.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { type Acting, appendRequestEvent } from "./append-request-event.ts";
import { enterNumbered } from "../entries/enter-numbered.ts";
import { loadDecisions } from "./load-decisions.ts";
import { loadWaivers, waiversInForce } from "./waivers-in-force.ts";

/**
 * Does what was approved, where entering it is all that is to be done: a decision, a waiver. What people or programs do elsewhere (a manifest that is committed, a remedy that
 * runs, a hold that is released) is marked with `markEnacted` once it is done. Done once, however often and by however many processes at a time it is called.
 */
export const enactRequest = (store: RunStore, policy: Policy | null, request: ChangeRequest, acting: Acting): ChangeRequest => {
  if (request.status !== "approved") return request;
  const { subject } = request;
  if (subject.kind === "decision") return markEnacted(store, request.id, `decision ${enterDecision(store, policy, request, subject).id}`, acting);
  if (subject.kind === "waiver") return markEnacted(store, request.id, `waiver ${enterWaiver(store, request, subject).id}`, acting);
  return request;
};

/** Says what record came of an approved request, `KIND SUBJECT` as the ledger has it. LS731 for one that is not approved, LS732 where the ledger has no such entry. */
export const markEnacted = (store: RunStore, name: string, what: string, { by, now }: Acting): ChangeRequest =>
  appendRequestEvent(store, name, (request) => {
    if (request.status === "enacted") return null;
    if (request.status !== "approved") throw new LockstepError("LS731", { message: `${request.id} is ${request.status}, and only what is approved is enacted`, place: request.id, todo: "Have it approved first." });
    const [kind = "", ...words] = what.split(" ");
    const subject = words.join(" ");
    const entry = kinds[request.subject.kind].some((each) => each === kind) ? store.records(kind as LedgerKind).find((record) => record.subject === subject) : undefined;
    if (entry === undefined || !cameOf(request, subject, entry.payload)) {
      const why = entry === undefined ? `the ledger has no entry ${what} that could have come of it` : `${what} did not come of ${request.id}`;
      throw new LockstepError("LS732", { message: why, place: "what", todo: request.subject.kind === "amendment" ? "Name the entry that came of it, as lockstep ledger shows it: hypothesis credit/precision/v3" : "Leave it out: it is done now." });
    }
    return { kind: "enacted", at: new Date(Math.max(now, Date.parse(request.events.at(-1)?.at ?? request.askedAt))).toISOString(), by, what };
  }, { by, now });

/** What may come of each kind of request. */
const kinds: Readonly<Record<ChangeRequest["subject"]["kind"], readonly LedgerKind[]>> = {
  decision: ["decision"], waiver: ["waiver"], remedy: ["remedy"], "release-hold": ["hold"], amendment: ["hypothesis", "calendar", "agreement", "policy", "golden", "baseline"],
};

/** Whether an entry came of this very request: another's decision, waiver or remedy would let what was approved never happen. Of an amendment people say it. */
const cameOf = ({ id, subject: asked }: ChangeRequest, subject: string, payload: unknown): boolean => {
  if (asked.kind === "amendment") return true;
  if (asked.kind === "release-hold") return subject === `${asked.hold.replace(/\/\d+$/, "")}/2`;
  return (payload as { readonly request?: unknown }).request === id;
};

type SubjectOf<K> = Extract<ChangeRequest["subject"], { kind: K }>;

/** What came of a request is of the moment in which it was approved, whoever enters it and whenever. */
const approvedAt = ({ approvals, askedAt }: ChangeRequest): string => approvals.at(-1)?.at ?? askedAt;

const approvers = ({ approvals }: ChangeRequest): string[] => approvals.map(({ by, as }) => (as === null ? by : `${by} (${as})`));

const alone = ({ singlePerson }: ChangeRequest): { singlePerson?: true } => (singlePerson ? { singlePerson: true } : {});

const named = ({ approvals }: ChangeRequest): { asserted?: true } => (approvals.some(({ asserted }) => asserted === true) ? { asserted: true } : {});

const enterDecision = (store: RunStore, policy: Policy | null, request: ChangeRequest, { run: id, model, environment, action }: SubjectOf<"decision">): DecisionRecord => {
  const run = store.get(id);
  if (run === null) throw new LockstepError("LS502", { message: `there is no run ${id}`, place: id });
  const at = approvedAt(request);
  const decided = decideByPolicy(run, policy, waiversInForce(store, { model, environment, at }), at, uncountedPush(policy, pushOf(store, run)));
  return enterNumbered(store, {
    kind: "decision", prefix: "DEC", at, load: () => loadDecisions(store), known: (records) => records.find((each) => each.request === request.id),
    make: (number): DecisionRecord => ({ id: number, run: id, model, environment, action, byPolicy: decided.action, by: approvers(request), request: request.id, reason: request.reason, waivers: [...decided.waivers], at, ...alone(request), ...named(request) }),
  }, request.approvals.at(-1)?.by ?? request.askedBy);
};

const enterWaiver = (store: RunStore, request: ChangeRequest, { model, environment, finding, expiresAt, owner }: SubjectOf<"waiver">): Waiver => {
  const from = approvedAt(request);
  const made = (id: string): Waiver => ({ id, model, environment, finding, reason: request.reason, owner, requestedBy: request.askedBy, approvedBy: approvers(request), from, expiresAt, request: request.id, ...alone(request), ...named(request) });
  return enterNumbered(store, { kind: "waiver", prefix: "WVR", at: from, load: () => loadWaivers(store), known: (records) => records.find((each) => each.request === request.id), make: made }, request.approvals.at(-1)?.by ?? request.askedBy);
};
