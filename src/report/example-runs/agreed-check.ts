import type { Finding } from "../../core/domain/finding.ts";
import type { Run } from "../../core/domain/run.ts";
import { agreedFindings } from "./agreed-findings.ts";
import { exampleAgreement } from "./example-agreement.ts";
import { exampleDifferences } from "./example-differences.ts";
import { exampleFingerprint } from "./example-fingerprint.ts";
import { severalPatterns } from "./several-patterns.ts";

const stage = (name: string, index: number, change: Partial<NonNullable<Run["trace"]>["stages"][number]> = {}): NonNullable<Run["trace"]>["stages"][number] => ({
  stage: name, index, rows: 12, differing: 0, missingReference: 0, missingCandidate: 0, largestRelative: 0, example: null, note: null, ...change,
});

const trace = (): NonNullable<Run["trace"]> => ({
  rows: 12, firstDivergent: "scale", skipped: null, disturbed: [{ environment: "staging", rows: 0 }, { environment: "production", rows: 1 }],
  stages: [
    stage("read", 0), stage("impute", 1, { largestRelative: null, note: "a generator: reading it would use it up" }),
    stage("scale", 2, { differing: 12, largestRelative: 0.01960784313725502, example: { value: "monthly_charges", key: "C-10482", reference: "2.3333333333333335", candidate: "2.287581699346405" } }),
    stage("encode", 3, { differing: 12, largestRelative: 0.01960784313725502, example: { value: "monthly_charges", key: "C-10482", reference: "2.3333333333333335", candidate: "2.287581699346405" } }),
    stage("select", 4, { missingCandidate: 12, largestRelative: null }),
  ],
});

const cases = (): Run["cases"] =>
  ["staging", "production"].flatMap((environment) => {
    const trained = environment === "staging";
    const expected = (name: string): string => `${name} on ${environment}: as expected`;
    return [
      { case: "null income", environment, through: "preprocessing", verdict: "pass" as const, statement: expected("null income") },
      { case: "null income", environment, through: "stage:impute", verdict: trained ? "pass" as const : "error" as const, statement: trained ? expected("null income") : "null income on production: the stage was not shown" },
      { case: "unseen region", environment, through: "preprocessing", verdict: "pass" as const, statement: expected("unseen region") },
      { case: "extreme tenure", environment, through: "output", verdict: trained ? "pass" as const : "fail" as const, statement: trained ? expected("extreme tenure") : "extreme tenure on production: probability is 0.9616379237578683, expected 0.9 (off by 0.0616)" },
    ];
  });

const budgets = (): Run["budgets"] => [
  { environment: "staging", budget: "latency p95", limit: 50, measured: 11.3, unit: "ms", verdict: "pass" }, { environment: "staging", budget: "memory", limit: 500 * 2 ** 20, measured: 441_450_496, unit: "bytes", verdict: "pass" },
  { environment: "production", budget: "latency p95", limit: 50, measured: 16.8, unit: "ms", verdict: "pass" }, { environment: "production", budget: "latency p99", limit: 80, measured: null, unit: "ms", verdict: "inconclusive" },
  { environment: "production", budget: "error rate", limit: 0.01, measured: 0.0005, unit: "share of requests", verdict: "pass" }, { environment: "production", budget: "memory", limit: 500 * 2 ** 20, measured: 551_034_880, unit: "bytes", verdict: "fail" },
];

const since = (findings: readonly Finding[]): NonNullable<Run["since"]> => ({
  run: "20261027-081502-4bc0d1", startedAt: "2026-10-27T08:15:02.000Z", appeared: findings.filter(({ verdict, mode, check }) => verdict !== "pass" && mode !== "observe" && /^(budgets|preprocessing|environment)/.test(check)).map(({ id }) => id),
  gone: ["parity.schema/decision", "environment.equal/model.file:churn.joblib"], still: findings.filter(({ verdict, check }) => verdict !== "pass" && check.startsWith("parity")).map(({ id }) => id),
});

/** The failing example as an agreed check knows it: overrides, a run before it, what the environments are, where they part, budgets, cases. */
export const agreedCheck = (): Run => {
  const run = severalPatterns();
  const findings = [...run.findings, ...agreedFindings(budgets(), cases())];
  return {
    ...run, id: "20261103-090451-a9e3c7", agreement: exampleAgreement(), differences: exampleDifferences(), budgets: budgets(), cases: cases(), trace: trace(), findings, since: since(findings),
    fingerprints: [
      { environment: "staging", replica: null, fingerprint: exampleFingerprint(40, () => "1.0.0", { "threads.count:openblas": "the library tells no count" }) },
      { environment: "production", replica: "pod-a", fingerprint: { ...exampleFingerprint(40, () => "1.0.1"), method: "proc" } },
    ],
    resources: [
      { environment: "staging", samples: 7, peakMemoryBytes: 441_450_496, cpuSeconds: 12.71, peakGpuMemoryBytes: null, meanGpuUtilisation: null, source: "/lockstep/resources" },
      { environment: "production", samples: 9, peakMemoryBytes: 551_034_880, cpuSeconds: 18.2, peakGpuMemoryBytes: 2 ** 31, meanGpuUtilisation: 0.31, source: "process_resident_memory_bytes, process_cpu_seconds_total" },
    ],
    reported: [
      { environment: "production", metric: "auc", reported: 0.8512, recomputed: 0.8307, agreesAs: "the AUC of the first half of the rows, by time", n: 11988 },
      { environment: "production", metric: "f1", reported: 0.7213, recomputed: 0.7213, agreesAs: "F1 of the positive class at 0.5", n: 11988 }, { environment: "production", metric: "p99", reported: 31.5, recomputed: null, agreesAs: null, n: 0 },
      { environment: "staging", metric: "accuracy", reported: 0.9, recomputed: 0.812, agreesAs: null, n: 12000 },
    ],
  };
};
