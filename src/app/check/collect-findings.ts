import { conditioningFinding } from "../../checks/parity/findings/conditioning-finding.ts";
import { coverageFinding } from "../../checks/parity/findings/coverage-finding.ts";
import { errorFinding } from "../../checks/parity/findings/error-finding.ts";
import { latencyFinding } from "../../checks/parity/findings/latency-finding.ts";
import { loneErrorFinding } from "../../checks/parity/findings/lone-error-finding.ts";
import { metricFinding } from "../../checks/parity/findings/metric-finding.ts";
import { schemaFinding } from "../../checks/parity/findings/schema-finding.ts";
import { segmentFindings } from "../../checks/parity/findings/segment-findings.ts";
import { selfFinding } from "../../checks/parity/findings/self-finding.ts";
import { shareFinding } from "../../checks/parity/findings/share-finding.ts";
import { valuedPairs } from "../../checks/parity/findings/valued-pairs.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { Run, SelfComparison } from "../../core/domain/run.ts";
import { allowedOutsideShare, fewestPairs } from "../../core/judge/defaults.ts";
import type { RepeatCounts } from "../../core/judge/judge-share.ts";

export interface Measured extends Pick<Run, "coverage" | "outputs" | "noise" | "segments" | "metrics" | "latency" | "latencyRatios" | "errors" | "claim"> {
  readonly names: { readonly reference: string; readonly candidate: string };
  /** Where each pair stands against the reference's own repeat, by output; empty where it was asked once. */
  readonly repeats: ReadonlyMap<string, RepeatCounts>;
  readonly maxOutside: number | null;
  readonly maxLatencyRatio: number | null;
  readonly maxUnmatched: number | null;
}

/** Quantiles whose ratio is worth a finding: the middle, and the tail that users feel. */
const judgedQuantiles: ReadonlySet<number> = new Set([0.5, 0.95]);

/** Every conclusion of a check, from what was measured; in the order of the rooms, not of importance. */
export const collectFindings = (measured: Measured): Finding[] => {
  const { names, outputs, coverage, noise, segments, metrics, latencyRatios, errors } = measured;
  const margin = measured.maxOutside ?? allowedOutsideShare;
  const marginOrigin = measured.maxOutside === null ? "default" : "agreed";
  const findings: (Finding | null)[] = [
    coverageFinding(coverage, measured.maxUnmatched ?? allowedOutsideShare, measured.maxUnmatched === null ? "default" : "agreed", names, Math.max(0, ...outputs.map(({ classes }) => classes["both-error"]))),
  ];
  const someValues = outputs.some((comparison) => valuedPairs(comparison) >= fewestPairs);
  for (const comparison of outputs) {
    findings.push(shareFinding({
      comparison, margin, marginOrigin, claim: measured.claim, family: outputs.length, someValues, ...names,
      repeat: measured.repeats.get(comparison.output) ?? null,
      candidateChanged: of(noise, names.candidate, "repeat", comparison.output)?.outside ?? null,
    }));
    findings.push(schemaFinding(comparison, names.candidate));
  }
  findings.push(...selfFindings(noise, names));
  findings.push(...segmentFindings(segments, outputs, margin, marginOrigin));
  const [reference, candidate] = [names.reference, names.candidate].map((name) => errors.find(({ environment }) => environment === name));
  if (reference === undefined || candidate === undefined) {
    const alone = reference ?? candidate;
    if (alone !== undefined) findings.push(loneErrorFinding(alone));
  } else {
    findings.push(errorFinding(reference, candidate));
    const n = Math.min(reference.requests, candidate.requests);
    for (const ratio of latencyRatios.filter(({ q }) => judgedQuantiles.has(q))) {
      findings.push(latencyFinding(ratio, { n, slowerByMs: slowerBy(measured.latency, names, ratio.q) }, names, measured.maxLatencyRatio));
    }
  }
  findings.push(...metrics.map(metricFinding));
  return findings.filter((finding) => finding !== null);
};

/** Candidate minus reference at a quantile, milliseconds. */
const slowerBy = (latency: Measured["latency"], names: Measured["names"], q: number): number | null => {
  const [reference, candidate] = [names.reference, names.candidate].map((name) => latency.find(({ environment }) => environment === name)?.quantiles.find((each) => each.q === q)?.ms ?? null);
  return reference === null || reference === undefined || candidate === null || candidate === undefined ? null : candidate - reference;
};

const of = (noise: readonly SelfComparison[], environment: string, arm: SelfComparison["arm"], output: string): SelfComparison | undefined =>
  noise.find((each) => each.environment === environment && each.arm === arm && each.output === output && each.skipped === null);

const selfFindings = (noise: readonly SelfComparison[], names: Measured["names"]): (Finding | null)[] => {
  const findings = noise.filter(({ arm, skipped }) => arm === "rounded" && skipped === null).map(conditioningFinding);
  const asked = noise.filter(({ arm, skipped, environment }) => arm !== "rounded" && skipped === null && environment === names.candidate);
  for (const candidate of asked) {
    const { arm, output } = candidate;
    // A side that could not be asked the same way (a file) is taken to be steady: the candidate's own behaviour still counts.
    const reference = of(noise, names.reference, arm, output) ?? { ...candidate, environment: names.reference, outside: 0, changed: 0, pairs: 0, maxAbsoluteDifference: null };
    const repeats = arm === "repeat" ? [] : [names.reference, names.candidate].map((name) => of(noise, name, "repeat", output));
    findings.push(selfFinding(reference, candidate, names, repeats.filter((repeat) => repeat !== undefined)));
  }
  return findings;
};
