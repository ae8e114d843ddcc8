import { allowedOutsideShare } from "../../core/judge/defaults.ts";
import { DEFAULT_BATCH_SIZE, DEFAULT_CONCURRENCY, DEFAULT_REPEATS, DEFAULT_TIMEOUT_MS, WARM_UP_CALLS } from "../../work/replay/replay-defaults.ts";
import { defaultStore } from "../check/check-defaults.ts";
import type { Agreement } from "../../core/domain/agreement.ts";

/** What a policy says where nobody wrote one. */
export const defaultPolicy: Agreement["policy"] = {
  identity: ["model", "preprocessing", "image", "lock", "precision"],
  equal: ["model", "preprocessing", "schema", "decision"],
  baselineStandsIn: true,
  signOff: { validForMs: 30 * 864e5, selfSigned: false, allowWarnings: true, signers: [] },
};

export const defaultBaselines = "lockstep/baselines";

/** One value that holds where nobody wrote another, and why it is that one. */
interface DefaultValue {
  /** Within a model, or from the root of the manifest. */
  readonly path: string;
  readonly value: unknown;
  readonly why: string;
}

export const modelDefaults: readonly DefaultValue[] = [
  { path: "outputs", value: "all in common", why: "every output that both sides give is compared" },
  { path: "tolerances", value: "derived", why: "measured from the reference itself until better ones are agreed" },
  { path: "maxOutside", value: allowedOutsideShare, why: "1 in 1,000 after the noise floor" },
  { path: "maxUnmatched", value: allowedOutsideShare, why: "1 in 1,000" },
  { path: "claim", value: "these-inputs", why: "only repeats are random" },
];

export const manifestDefaults: readonly DefaultValue[] = [
  { path: "asking.repeats", value: DEFAULT_REPEATS, why: "the least that shows how much an environment disagrees with itself" },
  { path: "asking.batch", value: DEFAULT_BATCH_SIZE, why: "how most models are asked in production" },
  { path: "asking.concurrency", value: DEFAULT_CONCURRENCY, why: "hides the network without becoming a load test" },
  { path: "asking.timeout", value: `${DEFAULT_TIMEOUT_MS / 1000}s`, why: "the timeout that load balancers commonly have" },
  { path: "asking.warmup", value: WARM_UP_CALLS, why: "answers that open connections and fill caches are discarded" },
  { path: "asking.probes", value: true, why: "batches, single file and shuffled columns are tried on some rows" },
  { path: "baselines", value: defaultBaselines, why: "beside the manifest, under version control" },
  { path: "store", value: defaultStore, why: "in the folder where the check is started" },
  { path: "policy.identity", value: defaultPolicy.identity, why: "what a sign-off binds" },
  { path: "policy.equal", value: defaultPolicy.equal, why: "another model, another contract or another decision blocks by itself" },
  { path: "policy.signOff.validFor", value: "30d", why: "a month" },
  { path: "policy.signOff.selfSigned", value: defaultPolicy.signOff.selfSigned, why: "nobody signs what they built" },
  { path: "policy.signOff.allowWarnings", value: defaultPolicy.signOff.allowWarnings, why: "a warning does not block" },
  { path: "policy.baseline.standIn", value: defaultPolicy.baselineStandsIn, why: "an unreachable reference does not stop a check" },
];
