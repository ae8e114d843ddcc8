import type { AgreedBudgets } from "../../core/domain/agreement.ts";
import type { Interval } from "../../core/domain/interval.ts";
import type { ResourceUse } from "../../core/domain/resource-use.ts";
import type { ErrorSummary, LatencySummary, Run } from "../../core/domain/run.ts";
import type { Verdict } from "../../core/domain/verdict.ts";
import { alpha } from "../../core/judge/defaults.ts";
import { judgeLatency } from "./judge-latency.ts";
import { clopperPearson } from "../../core/stats/clopper-pearson.ts";

export interface BudgetInput {
  readonly environment: string;
  readonly budgets: AgreedBudgets;
  readonly latency: LatencySummary | null;
  readonly errors: ErrorSummary | null;
  readonly resources: ResourceUse | null;
}

/** One agreed limit with what was measured of it. */
export type MeasuredBudget = Run["budgets"][number];

/** Every budget that was agreed, judged for one environment; one that was not measured is inconclusive. */
export const judgeBudgets = ({ environment, budgets, latency, errors, resources }: BudgetInput): MeasuredBudget[] => {
  const judged: MeasuredBudget[] = [];
  const add = (budget: string, limit: number | null, unit: string, measured: number | null, verdict: Verdict): void => {
    if (limit !== null) judged.push({ environment, budget, limit, measured, unit, verdict });
  };
  for (const [q, limit] of Object.entries(budgets.latencyMs)) {
    const { measured, verdict } = latency === null ? { measured: null, verdict: "inconclusive" as const } : judgeLatency(latency, Number(q), limit);
    add(`latency p${Number((Number(q) * 100).toPrecision(4))}`, limit, "ms", measured, verdict);
  }
  const rate = errors === null || errors.requests === 0 ? null : errors.errors / errors.requests;
  const level = 1 - 2 * alpha;
  add("error rate", budgets.errorRate, "share of requests", rate, budgets.errorRate === null || errors === null || errors.requests === 0 ? "inconclusive" : byInterval(clopperPearson(errors.errors, errors.requests, level), budgets.errorRate));
  add("memory", budgets.memoryBytes, "bytes", resources?.peakMemoryBytes ?? null, byValue(resources?.peakMemoryBytes ?? null, budgets.memoryBytes));
  add("GPU memory", budgets.gpuMemoryBytes, "bytes", resources?.peakGpuMemoryBytes ?? null, byValue(resources?.peakGpuMemoryBytes ?? null, budgets.gpuMemoryBytes));
  const requests = latency?.requests ?? 0;
  const perRequest = resources?.cpuSeconds === null || resources?.cpuSeconds === undefined || requests === 0 ? null : (resources.cpuSeconds * 1000) / requests;
  add("processor time per request", budgets.cpuMsPerRequest, "ms", perRequest, byValue(perRequest, budgets.cpuMsPerRequest));
  return judged;
};

const byInterval = (interval: Interval | null, limit: number): Verdict => {
  if (interval?.low === null || interval?.high === null || interval === null) return "inconclusive";
  if (interval.high <= limit) return "pass";
  return interval.low > limit ? "fail" : "inconclusive";
};

/** A peak is what it is: no sampling error to allow for. */
const byValue = (value: number | null, limit: number | null): Verdict => {
  if (value === null || limit === null) return "inconclusive";
  return value <= limit ? "pass" : "fail";
};
