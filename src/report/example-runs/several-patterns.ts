import type { Run } from "../../core/domain/run.ts";
import { decisionOutput } from "./decision-output.ts";
import { latencyExample } from "./latency-example.ts";
import { normal, randomStream } from "./random-stream.ts";
import { runSkeleton } from "./run-skeleton.ts";
import { scoreOutput, type ScorePair } from "./score-output.ts";
import { severalPatternsFindings } from "./several-patterns-findings.ts";
import { severalPatternsList } from "./several-patterns-list.ts";

const rows = 12000;

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

const makePairs = (make: (random: () => number, index: number) => ScorePair, seed: number): ScorePair[] => {
  const random = randomStream(seed);
  return Array.from({ length: rows }, (_, index) => make(random, index));
};

const reliability = (environment: string, bend: number): Run["reliability"][number] => ({
  environment, output: "probability",
  bins: Array.from({ length: 10 }, (_, index) => {
    const meanScore = 0.04 + index * 0.098;
    const observed = Math.min(0.99, Math.max(0.01, meanScore + bend * Math.sin(Math.PI * meanScore)));
    return { meanScore, observed, n: 1200, interval: { low: Math.max(0, observed - 0.028), high: Math.min(1, observed + 0.028), level: 0.95, method: "Wilson" } };
  }),
});

/** A failing run that shows everything: three scores and a decision, segments, labels, replicas and four patterns. */
export const severalPatterns = (): Run => {
  const skeleton = runSkeleton("run-20261103-090451-fail");
  const probability = scoreOutput("probability", makePairs((random) => {
    const logit = 1.6 * normal(random) - 0.8;
    const shifted = random() < 0.126 ? logit + 0.35 + 0.1 * normal(random) : logit + 2e-15 * normal(random);
    return { reference: sigmoid(logit), candidate: sigmoid(shifted) };
  }, 11), 1e-6);
  const lifetime = scoreOutput("lifetime_value", makePairs((random) => {
    const reference = Math.exp(5 + 0.7 * normal(random));
    return { reference, candidate: reference * 1.0842 * (1 + 1e-12 * normal(random)) };
  }, 12), 0.01, "agreed");
  const tenure = scoreOutput("expected_tenure", makePairs((random) => {
    const reference = 24 + 8 * normal(random);
    return { reference, candidate: random() < 0.6 ? reference : reference * (1 + 2e-16) };
  }, 13), 1e-6);
  const decision = decisionOutput("decision", [["stay", "stay", 8702], ["leave", "leave", 2861], ["stay", "leave", 418], ["leave", "stay", 19]]);
  const outputs = [probability, lifetime, tenure, decision];
  return {
    ...skeleton, ...latencyExample(1.44, rows), outputs,
    environments: { reference: skeleton.environments.reference, candidate: { ...skeleton.environments.candidate, replicas: ["pod-a", "pod-b", "pod-c"] } },
    inputs: { ...skeleton.inputs, label: "churned", segments: ["region", "contract"] },
    coverage: { ...skeleton.coverage, rowsCandidate: 11988, pairs: 11988, onlyReference: 12, errorsCandidate: 12, dropped: [{ environment: "production", reason: "answered with status 503", rows: 12 }] },
    noise: [
      ...["staging", "production"].flatMap((environment) => outputs.map(({ output, role }) => ({ environment, arm: "repeat" as const, output, pairs: rows, outside: environment === "production" && output === "probability" ? 31 : 0, changed: environment === "production" && output === "probability" ? 44 : 0, maxAbsoluteDifference: role === "decision" ? null : environment === "production" && output === "probability" ? 0.0213 : 0, skipped: null }))),
      { environment: "production", arm: "batch", output: "probability", pairs: 200, outside: 23, changed: 25, maxAbsoluteDifference: 0.0342, skipped: null },
      { environment: "staging", arm: "batch", output: "probability", pairs: 200, outside: 0, changed: 0, maxAbsoluteDifference: 0, skipped: null },
      { environment: "production", arm: "serial", output: "probability", pairs: 200, outside: 0, changed: 0, maxAbsoluteDifference: 0, skipped: null },
      { environment: "production", arm: "shuffled", output: "probability", pairs: 0, outside: 0, changed: 0, maxAbsoluteDifference: null, skipped: "the protocol sends columns by position, so their order has a meaning" },
    ],
    replicas: ["pod-a", "pod-b", "pod-c"].map((replica, index) => ({ environment: "production", replica, output: "probability", pairs: 3996, outside: index === 2 ? 1404 : 51 })),
    segments: ["region = EU", "region = US", "region = APAC", "contract = monthly", "contract = yearly", "contract is null"].flatMap((segment, index) =>
      ["probability", "decision"].map((output) => {
        const pairs = [4200, 5200, 2588, 6500, 5100, 388][index] ?? 0;
        const outside = Math.round(pairs * ([0.02, 0.019, 0.021, 0.012, 0.01, 0.94][index] ?? 0) * (output === "decision" ? 0.28 : 1));
        return { segment, output, pairs, outside, interval: { low: (outside / pairs) * 0.82, high: Math.min(1, (outside / pairs) * 1.19), level: 0.9, method: "Clopper-Pearson, lower end at 0.05/12" }, verdict: "fail" as const };
      })),
    metrics: [
      { metric: "AUC", output: "probability", reference: 0.842, candidate: 0.831, difference: -0.011, interval: { low: -0.0141, high: -0.0079, level: 0.9, method: "paired bootstrap of 1,000" }, n: 11988 },
      { metric: "Brier score", output: "probability", reference: 0.1212, candidate: 0.1267, difference: 0.0055, interval: { low: 0.0041, high: 0.0069, level: 0.9, method: "paired difference" }, n: 11988 },
      { metric: "accuracy", output: "decision", reference: 0.812, candidate: 0.799, difference: -0.013, interval: { low: -0.0169, high: -0.0091, level: 0.9, method: "paired difference" }, n: 11988 },
    ],
    reliability: [reliability("staging", 0.01), reliability("production", -0.09)],
    errors: [
      { environment: "staging", requests: 24000, errors: 0, interval: { low: 0, high: 0.000125, level: 0.95, method: "Clopper-Pearson" }, byCode: [] },
      { environment: "production", requests: 24000, errors: 12, interval: { low: 0.000258, high: 0.000873, level: 0.95, method: "Clopper-Pearson" }, byCode: [{ code: "503", message: "upstream connect error or disconnect/reset before headers", count: 12 }] },
    ],
    patterns: severalPatternsList,
    worst: Array.from({ length: 12 }, (_, index) => ({ output: index < 6 ? "probability" : "lifetime_value", key: `C-${10482 + index * 317}`, class: "value" as const, reference: index < 6 ? `0.${5019 + index * 113}38216402817` : `${812 - index * 31}.4`, candidate: index < 6 ? `0.${6127 + index * 97}90471853` : `${880 - index * 33}.81728`, difference: index < 6 ? 0.1108 - index * 0.004 : 68.4 - index * 2 })),
    findings: severalPatternsFindings(outputs, skeleton),
    verdict: "fail", headline: "production does not give the same answers as staging: 3 of 4 outputs differ by more than was allowed, and 437 of 12,000 customers get another decision.",
    decision: { action: "roll-back", reason: "production is serving answers that its reference does not give", exitCode: 1 },
    nextActions: [
      "Roll production back to the model that staging runs.",
      "Compare how the two environments fill in a missing contract: 94 % of those rows differ.",
      "Look at pod-c: it answers differently from the other two replicas.",
      "Run the same check again with --failed once it is repaired.",
    ],
  };
};
