import type { Run } from "../../core/domain/run.ts";
import { decisionOutput } from "./decision-output.ts";
import { latencyExample } from "./latency-example.ts";
import { normal, randomStream } from "./random-stream.ts";
import { runSkeleton } from "./run-skeleton.ts";
import { scoreOutput } from "./score-output.ts";
import { shareFindingOf } from "./share-finding-of.ts";

/** Two environments that agree but for rounding in the last digits. */
export const cleanPass = (): Run => {
  const random = randomStream(1);
  const pairs = Array.from({ length: 12000 }, () => {
    const reference = 1 / (1 + Math.exp(-1.6 * normal(random) + 0.8));
    return { reference, candidate: random() < 0.7 ? reference : reference * (1 + 3e-16 * normal(random)) };
  });
  const outputs = [scoreOutput("probability", pairs, 1e-9), decisionOutput("decision", [["stay", "stay", 9120], ["leave", "leave", 2880]])];
  return {
    ...runSkeleton("run-20261103-090451-pass"), ...latencyExample(1.02, 12000), outputs,
    noise: ["staging", "production"].flatMap((environment) => outputs.map(({ output }) => ({ environment, arm: "repeat" as const, output, pairs: 12000, outside: 0, changed: 0, maxAbsoluteDifference: output === "decision" ? null : 0, skipped: null }))),
    errors: ["staging", "production"].map((environment) => ({ environment, requests: 24000, errors: 0, interval: { low: 0, high: 0.000125, level: 0.95, method: "Clopper-Pearson" }, byCode: [] })),
    findings: outputs.map((output) => shareFindingOf(output)),
    verdict: "pass", headline: "production gives the same answers as staging: both outputs agree on all 12,000 inputs.",
    decision: { action: "proceed", reason: "everything that was judged agrees", exitCode: 0 },
    nextActions: ["Promote it, or keep this run as the baseline to compare with next time."],
  };
};
