import type { Run } from "../../core/domain/run.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import { underPolicy } from "../../core/governance/under-policy.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { policyText } from "./policy-text.ts";
import { waiversInForce } from "./waivers-in-force.ts";

/** A run that was just judged, under a policy and the waivers that hold now (ms): what is stored, and what its exit code is made from. It names the policy, so that it can be judged by it again. */
export const underPolicyOfStore = (store: Pick<RunStore, "records">, run: Run, policy: Policy | null, now: number): Run => {
  const at = new Date(now).toISOString();
  const judged = underPolicy(run, policy, waiversInForce(store, { ...runAbout(run), at }), at);
  return policy === null ? judged : { ...judged, policyDigest: policyText(policy).digest };
};
