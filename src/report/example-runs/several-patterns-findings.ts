import type { OutputComparison } from "../../core/domain/comparison.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { Run } from "../../core/domain/run.ts";
import { shareFindingOf } from "./share-finding-of.ts";

const base = { mode: "warn", marginOrigin: "default", noiseFloor: null, needed: null, evidence: {} } as const;

/** The findings of the failing example: one of each kind there is. */
export const severalPatternsFindings = (outputs: readonly OutputComparison[], { inputs }: Run): Finding[] => [
  ...outputs.map((output) => shareFindingOf(output, { noiseFloor: 0 })),
  {
    ...base, id: "parity.segment/probability/contract is null", check: "parity.segment", subject: { kind: "output", name: "probability", segment: "contract is null" }, verdict: "fail", severity: "high", mode: "enforce",
    statement: "where contract is null, probability differs on 365 of 388 pairs (94.1 %)", estimate: 0.941, unit: "share of pairs outside tolerance",
    interval: { low: 0.902, high: 0.96, level: 0.9, method: "Clopper-Pearson, lower end at 0.05/12" }, margin: 0.001, n: 388,
    reason: "at least 90.2 % of this segment is outside tolerance, family of 12 controlled; at most 0.1 % is allowed", action: "look at what is special where contract is null",
  },
  {
    ...base, id: "parity.batch/probability", check: "parity.batch", subject: { kind: "metamorphic", name: "probability", segment: null }, verdict: "fail", severity: "high", mode: "enforce",
    statement: "production answers differently depending on what else is in the request: probability moved on 23 rows of 200 in production, on no rows of 200 in staging", estimate: 0.115, unit: "difference of shares that moved",
    interval: { low: 0.082, high: 0.159, level: 0.9, method: "Newcombe" }, margin: 0.001, n: 200, noiseFloor: 0,
    reason: "the candidate's share is 8.2 % to 15.9 % above the reference's; at most 0.1 % is allowed", action: "look for anything fitted or padded per request: scalers, encoders, batch normalisation, pooling",
  },
  {
    ...base, id: "parity.latency/p50", check: "parity.latency", subject: { kind: "latency", name: "p50", segment: null }, verdict: "warn", severity: "low",
    statement: "p50 latency of production is 1.45 times that of staging", estimate: 1.45, unit: "ratio of latencies", interval: { low: 1.42, high: 1.48, level: 0.95, method: "log ratio of quantiles" }, margin: 1.25, n: inputs.rows,
    reason: "the ratio lies between 1.42 and 1.48 with 95 % confidence; the limit is 1.25", action: "compare threads, CPU quota and hardware of the two environments",
  },
  {
    ...base, id: "parity.latency/p99", check: "parity.latency", subject: { kind: "latency", name: "p99", segment: null }, verdict: "inconclusive", severity: "low", mode: "observe",
    statement: "p99 latency of production is 1.49 times that of staging", estimate: 1.49, unit: "ratio of latencies", interval: { low: 1.11, high: 1.98, level: 0.95, method: "log ratio of quantiles" }, margin: 1.25, n: inputs.rows,
    reason: "the ratio lies between 1.11 and 1.98 with 95 % confidence; the limit is 1.25", action: "ask more inputs if latency matters here", needed: 9000,
  },
  {
    ...base, id: "parity.metric/AUC/probability", check: "parity.metric", subject: { kind: "metric", name: "AUC of probability", segment: null }, verdict: "warn", severity: "medium",
    statement: "AUC of probability is 0.831 against 0.842 in the reference", estimate: -0.011, unit: "difference of AUC", interval: { low: -0.0141, high: -0.0079, level: 0.9, method: "paired bootstrap of 1,000" }, margin: 0, n: 11988,
    reason: "the interval of the paired difference lies wholly on one side of 0", action: "weigh what the difference costs; the answers themselves are judged apart", evidence: { reference: 0.842, candidate: 0.831 },
  },
  {
    ...base, id: "parity.errors/requests", check: "parity.errors", subject: { kind: "errors", name: "requests", segment: null }, verdict: "warn", severity: "medium",
    statement: "production failed on 12 of 24,000 requests, staging on 0 of 24,000", estimate: 0.0005, unit: "difference of error rates", interval: { low: 0.000258, high: 0.000808, level: 0.9, method: "Newcombe" }, margin: 0.01, n: 24000,
    reason: "the excess lies between 0.0258 % and 0.0808 %, at most 1 % is allowed", action: "look at the most frequent error: 503 upstream connect error or disconnect/reset before headers",
  },
];
