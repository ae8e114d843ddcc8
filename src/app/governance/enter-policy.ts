import { z } from "zod";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { policyDifference } from "../../core/governance/policy-difference.ts";
import { type CanonicalValue, canonicalJson } from "../../core/ledger/canonical-json.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterUnlessTaken } from "../entries/enter-unless-taken.ts";
import { enteredRecords } from "../entries/entered-records.ts";
import { untilEntered } from "../entries/until-entered.ts";
import { markEnacted } from "./enact-request.ts";
import { loadRequests } from "./load-requests.ts";
import { policyText } from "./policy-text.ts";

/** One version of the policy in force. */
export const PolicyRecord = z.object({
  version: z.number().int().positive(),
  /** The manifest's `project`; null where it names none. Each project has its own policy. */
  project: z.string().nullable(),
  /** sha256 of the policy's canonical JSON, hex; the store keeps the text. */
  digest: z.string(),
  author: z.string(),
  at: z.string(),
  /** The version before; null for the first. */
  before: z.number().int().nullable(),
  /** A line per value that changed. */
  difference: z.array(z.string()),
  /** The approved request that this change was; null where nobody asked. */
  request: z.string().nullable(),
});
export type PolicyRecord = z.infer<typeof PolicyRecord>;

/** A manifest's policy, null where it has none, and whose it is. */
export interface PolicyInForce {
  readonly policy: Policy | null;
  readonly project: string | null;
}

/** Every version of the policy, oldest first. */
export const loadPolicies = (store: Pick<RunStore, "records">): PolicyRecord[] => enteredRecords(store, "policy", PolicyRecord);

/**
 * Enters a project's policy when it is not the one that was in force: with who changed it, what changed, and the approved request that asked for just this text, which is
 * thereby enacted. A manifest without `policy:` is entered only where another was in force before.
 */
export const enterPolicy = (store: RunStore, { policy, project }: PolicyInForce, { by, now }: { readonly by: string; readonly now: number }): PolicyRecord | null => {
  const { text, digest } = policyText(policy);
  const at = new Date(now).toISOString();
  return untilEntered("policies", () => {
    const all = loadPolicies(store);
    const last = all.findLast((each) => each.project === project) ?? null;
    if (last === null ? policy === null : last.digest === digest) return last;
    const before = last === null ? {} : (JSON.parse(store.text(last.digest) ?? "{}") as CanonicalValue);
    const asked = loadRequests(store, now).find(({ status, subject }) => status === "approved" && subject.kind === "amendment" && subject.what === "policy" && digestOf(subject.after) === digest);
    const record: PolicyRecord = { version: (all.at(-1)?.version ?? 0) + 1, project, digest, author: asked?.askedBy ?? by, at, before: last?.version ?? null, difference: policyDifference(before, (policy ?? {}) as unknown as CanonicalValue), request: asked?.id ?? null };
    store.keepText(text);
    if (!enterUnlessTaken(store, { kind: "policy", subject: `v${record.version}`, payload: record as unknown as CanonicalValue }, by)) return undefined;
    if (asked !== undefined) markEnacted(store, asked.id, `policy v${record.version}`, { by, now });
    return record;
  });
};

/** Of a policy as somebody asked for it, in JSON; null for what is none. */
const digestOf = (text: string): string | null => {
  try {
    return sha256(canonicalJson(JSON.parse(text) as CanonicalValue));
  } catch {
    return null;
  }
};
