import type { Finding } from "../../core/domain/finding.ts";
import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import type { MeasuredBudget } from "./judge-budgets.ts";

/** One finding per agreed limit and environment. */
export const budgetFindings = (budgets: readonly MeasuredBudget[], requests: ReadonlyMap<string, number>, mode: Finding["mode"]): Finding[] =>
  budgets.map(({ environment, budget, limit, measured, unit, verdict }) => ({
    id: `budget/${environment}/${budget}`, check: "budgets", subject: { kind: "budget", name: `${budget} of ${environment}`, segment: null },
    verdict, severity: verdict === "pass" ? "info" : verdict === "fail" ? "high" : "medium", mode,
    statement: measured === null ? `${budget} of ${environment} was not measured; ${inUnit(limit, unit)} is allowed` : `${budget} of ${environment} is ${inUnit(measured, unit)}; ${inUnit(limit, unit)} is allowed`,
    estimate: measured, unit, interval: null, margin: limit, marginOrigin: "agreed", n: requests.get(environment) ?? 0, noiseFloor: null,
    reason: reasonOf(verdict, measured),
    action: actionOf(verdict, measured, budget, environment),
    needed: null, evidence: {},
  }));

const reasonOf = (verdict: Finding["verdict"], measured: number | null): string => {
  if (measured === null) return "a limit that was not measured is not known to be kept";
  if (verdict === "inconclusive") return "the limit lies inside what chance allows for this many requests";
  return verdict === "pass" ? "also the cautious end of the measurement keeps the limit" : "also the kind end of the measurement breaks the limit";
};

const actionOf = (verdict: Finding["verdict"], measured: number | null, budget: string, environment: string): string => {
  if (verdict === "pass") return "nothing to do";
  if (verdict === "inconclusive" && measured !== null) return "ask more inputs, or more repeats";
  if (measured === null) return /latency|error/.test(budget) ? "ask more inputs: the tail holds too few requests" : `let ${environment} tell its use: mount the SDK, or name its Prometheus page (metrics:)`;
  return `bring ${budget} of ${environment} down, or agree on another limit`;
};

const inUnit = (value: number, unit: string): string => {
  if (unit === "bytes") return value >= 2 ** 30 ? `${shortNumber(value / 2 ** 30)} GiB` : `${shortNumber(value / 2 ** 20)} MiB`;
  return unit === "ms" ? `${shortNumber(value)} ms` : percent(value);
};
