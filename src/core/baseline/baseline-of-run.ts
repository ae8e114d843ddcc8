import type { Baseline } from "../domain/baseline.ts";
import { Identity } from "../domain/identity.ts";
import type { Run } from "../domain/run.ts";
import { identityOf } from "../fingerprint/identity-of.ts";
import { allowedOutsideShare } from "../judge/defaults.ts";

export interface ApprovalFacts extends Pick<Baseline, "model" | "version" | "approvedAt" | "approvedBy" | "reason" | "side"> {
  /** What the ledger sealed of the run, hex. */
  readonly runDigest: string;
  readonly recording: Baseline["recording"];
}

/**
 * What is approved when one side of a run becomes the reference behaviour: its answers, and the tolerances, latency, memory and identity that this
 * run measured it under. Tolerances that were derived become agreed by it.
 */
export const baselineOfRun = (run: Run, { runDigest, side, recording, ...facts }: ApprovalFacts): Baseline => {
  const { name, version } = run.environments[side];
  const latency = run.latency.find(({ environment }) => environment === name)?.quantiles ?? [];
  const { maxOutside } = run.options;
  return {
    lockstep: "baseline",
    schemaVersion: 1,
    ...facts,
    run: { id: run.id, digest: runDigest },
    environment: name,
    side,
    modelVersion: version ?? run.agreement?.perEnvironment?.[name]?.modelVersion ?? run.agreement?.modelVersion ?? null,
    inputsDigest: run.inputs.digest,
    key: run.inputs.key,
    recording,
    tolerances: Object.fromEntries(run.outputs.flatMap(({ output, tolerance }) => (tolerance === null ? [] : [[output, { ...tolerance, origin: "agreed" as const, why: approvedWhy(tolerance, facts) }]]))),
    maxOutside: typeof maxOutside === "number" ? maxOutside : allowedOutsideShare,
    latency: Object.fromEntries(latency.flatMap(({ q, ms }) => (ms === null ? [] : [[String(q), ms]]))),
    peakMemoryBytes: run.resources.find(({ environment }) => environment === name)?.peakMemoryBytes ?? null,
    identity: identityDigests(run, name),
    revertOf: null,
  };
};

/** A tolerance that was approved before keeps the words of its first approval. */
const approvedWhy = ({ origin, why }: { readonly origin: "agreed" | "derived"; readonly why: string }, { model, version, approvedBy }: Pick<Baseline, "model" | "version" | "approvedBy">): string =>
  origin === "agreed" ? why : `approved with ${model}/v${version} by ${approvedBy}; derived before: ${why}`;

/** Parts that every replica read, and read alike; of two models behind one address there is no identity. */
const identityDigests = (run: Run, name: string): Baseline["identity"] => {
  const read = run.fingerprints.filter(({ environment }) => environment === name).map(({ fingerprint }) => Identity.parse(identityOf(fingerprint)));
  return Object.fromEntries(
    Object.entries(read[0] ?? {}).flatMap(([part, digest]) => (typeof digest === "string" && read.every((each) => each[part as keyof Identity] === digest) ? [[part, digest]] : [])),
  );
};
