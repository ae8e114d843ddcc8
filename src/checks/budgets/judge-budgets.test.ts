import { expect, test } from "vitest";
import type { AgreedBudgets } from "../../core/domain/agreement.ts";
import type { ErrorSummary, LatencySummary } from "../../core/domain/run.ts";
import { judgeBudgets } from "./judge-budgets.ts";

const none: AgreedBudgets = { latencyMs: {}, errorRate: null, memoryBytes: null, gpuMemoryBytes: null, cpuMsPerRequest: null };
const latency = (low: number, ms: number, high: number): LatencySummary => ({ environment: "staging", requests: 1000, mean: ms, quantiles: [{ q: 0.99, ms, interval: { low, high, level: 0.95, method: "order statistics" } }], curve: [] });
const errors = (count: number, requests: number): ErrorSummary => ({ environment: "staging", requests, errors: count, interval: null, byCode: [] });
const judge = (budgets: Partial<AgreedBudgets>, over: Partial<Parameters<typeof judgeBudgets>[0]> = {}) =>
  judgeBudgets({ environment: "staging", budgets: { ...none, ...budgets }, latency: null, errors: null, resources: null, ...over }).map(({ budget, measured, verdict }) => [budget, measured, verdict]);

test.each([[latency(80, 90, 100), "pass"], [latency(210, 220, 250), "fail"], [latency(150, 190, 230), "inconclusive"]])("a latency limit is held against the interval", (summary, verdict) => {
  expect(judge({ latencyMs: { "0.99": 200 } }, { latency: summary })).toEqual([["latency p99", summary.quantiles[0]?.ms, verdict]]);
});

test("a limit that nobody measured is never kept", () => {
  expect(judge({ latencyMs: { "0.99": 200 }, errorRate: 0.01, memoryBytes: 1, gpuMemoryBytes: 1, cpuMsPerRequest: 1 }).map(([, measured, verdict]) => [measured, verdict])).toEqual(Array.from({ length: 5 }, () => [null, "inconclusive"]));
});

test("an error rate needs requests enough to be known below its limit", () => {
  expect(judge({ errorRate: 0.01 }, { errors: errors(0, 1000) })).toEqual([["error rate", 0, "pass"]]);
  expect(judge({ errorRate: 0.01 }, { errors: errors(0, 50) })).toEqual([["error rate", 0, "inconclusive"]]);
  expect(judge({ errorRate: 0.01 }, { errors: errors(50, 1000) })).toEqual([["error rate", 0.05, "fail"]]);
});

test("memory by its peak, processor time by the request", () => {
  const resources = { environment: "staging", samples: 3, peakMemoryBytes: 2 ** 30, cpuSeconds: 5, peakGpuMemoryBytes: null, meanGpuUtilisation: null, source: "SDK" };
  expect(judge({ memoryBytes: 2 ** 30, cpuMsPerRequest: 4 }, { resources, latency: latency(1, 1, 1) })).toEqual([["memory", 2 ** 30, "pass"], ["processor time per request", 5, "fail"]]);
});

test("nothing agreed, nothing judged", () => expect(judge({}, { latency: latency(1, 1, 1) })).toEqual([]));
