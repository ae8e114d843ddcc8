import type { Run } from "../../core/domain/run.ts";
import { latencyExample } from "./latency-example.ts";
import { normal, randomStream } from "./random-stream.ts";
import { runSkeleton } from "./run-skeleton.ts";
import { scoreOutput } from "./score-output.ts";
import { shareFindingOf } from "./share-finding-of.ts";

/** Twenty-four rows agree, which is too few to call it a pass. */
export const inconclusive = (): Run => {
  const random = randomStream(5);
  const skeleton = runSkeleton("run-20261103-090451-unsure");
  const probability = scoreOutput("probability", Array.from({ length: 24 }, () => {
    const reference = 0.5 + 0.2 * normal(random);
    return { reference, candidate: reference };
  }), 1e-9);
  return {
    ...skeleton, ...latencyExample(1.1, 24), outputs: [probability],
    inputs: { ...skeleton.inputs, source: "made up from the model's description", digest: null, rows: 24, synthetic: true },
    coverage: { ...skeleton.coverage, rowsReference: 24, rowsCandidate: 24, pairs: 24 },
    findings: [{
      ...shareFindingOf(probability), verdict: "inconclusive", severity: "high", statement: "probability is identical on all 24 pairs",
      interval: { low: 0, high: 0.117, level: 0.9, method: "Clopper-Pearson" }, noiseFloor: null, reason: "24 pairs are too few to pass on: at least 30 are needed", action: "ask 6 more inputs", needed: 6,
    }],
    verdict: "inconclusive", headline: "24 inputs are too few to say that production gives the same answers as staging; no difference was seen in them.",
    nextActions: ["Give at least 30 rows with --inputs."], ledger: null,
  };
};
