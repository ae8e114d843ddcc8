import { expect, test } from "vitest";
import type { AgreedBudgets } from "../../core/domain/agreement.ts";
import type { ErrorSummary, LatencySummary } from "../../core/domain/run.ts";
import { judgeBudgets } from "./judge-budgets.ts";

const none: AgreedBudgets = { latencyMs: {}, errorRate: null, memoryBytes: null, gpuMemoryBytes: null, cpuMsPerRequest: null };
/** Requests that took 1, 2, 3 … times `step` milliseconds. */
const spread = (requests: number, step: number, interval: [number, number] | null = null): LatencySummary => ({
  environment: "staging", requests, mean: null, quantiles: [{ q: 0.99, ms: interval === null ? null : Math.ceil(0.99 * requests) * step, interval: interval === null ? null : { low: interval[0], high: interval[1], level: 0.95, method: "order statistics" } }],
  curve: Array.from({ length: requests }, (_, index) => ({ ms: (index + 1) * step, share: (index + 1) / requests })),
});
const errors = (count: number, requests: number): ErrorSummary => ({ environment: "staging", requests, errors: count, interval: null, byCode: [] });
const judge = (budgets: Partial<AgreedBudgets>, over: Partial<Parameters<typeof judgeBudgets>[0]> = {}) =>
  judgeBudgets({ environment: "staging", budgets: { ...none, ...budgets }, latency: null, errors: null, resources: null, ...over }).map(({ budget, measured, verdict }) => [budget, measured, verdict]);

test.each<[string, LatencySummary, string]>([
  ["299 requests, none slower: 0.99^299 is under 5 %", spread(299, 0.5), "pass"],
  ["298 are one too few", spread(298, 0.5), "inconclusive"],
  ["1,000 of which 100 are slower", spread(1000, 200 / 900), "fail"],
  ["1,000 of which 12 are slower: it may be the quantile's luck", spread(1000, 200 / 988), "inconclusive"],
  ["1,000 of which 2 are slower", spread(1000, 200 / 998), "pass"],
  ["the same, in one slow spell that the interval knows of", spread(1000, 200 / 998, [150, 260]), "inconclusive"],
  ["100 slower, and an interval that is not sure", spread(1000, 200 / 900, [180, 240]), "inconclusive"],
])("p99 of 200 ms: %s", (_, summary, verdict) => {
  expect(judge({ latencyMs: { "0.99": 200 } }, { latency: summary })[0]?.[2]).toBe(verdict);
});

test("a limit that is kept by chance alone is passed in at most 1 of 20: exact binomial", () => {
  // With 1.2 % of all requests slower than the limit p99 is broken; how often do 1,000 requests still pass?
  const passes = Array.from({ length: 40 }, (_, slower) => judge({ latencyMs: { "0.99": 1000 - slower } }, { latency: spread(1000, 1) })[0]?.[2] === "pass");
  const most = passes.lastIndexOf(true);
  let [chance, term] = [0, 0.988 ** 1000];
  for (let k = 0; k <= most; k += 1) {
    chance += term;
    term *= ((1000 - k) / (k + 1)) * (0.012 / 0.988);
  }
  expect(most).toBeGreaterThan(0);
  expect(chance).toBeLessThan(0.05);
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
  expect(judge({ memoryBytes: 2 ** 30, cpuMsPerRequest: 4 }, { resources, latency: spread(1000, 1) })).toEqual([["memory", 2 ** 30, "pass"], ["processor time per request", 5, "fail"]]);
});

test("nothing agreed, nothing judged", () => expect(judge({}, { latency: spread(1000, 1) })).toEqual([]));
