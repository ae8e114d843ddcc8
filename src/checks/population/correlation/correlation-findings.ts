import type { Finding } from "../../../core/domain/finding.ts";
import type { CorrelationShift } from "../../../core/domain/population-comparison.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";

const mostSaid = 20;

/** The pairs that fail, strongest first and at most 20; where none does, one finding about all pairs. None where there was no pair. */
export const correlationFindings = (pairs: readonly CorrelationShift[], n: number, settings: PopulationSettings): Finding[] => {
  const [widest] = pairs;
  if (widest === undefined) return [];
  const failed = pairs.filter(({ verdict }) => verdict === "fail");
  if (failed.length > 0) return failed.slice(0, mostSaid).map((pair) => ({ ...base(pair, n, settings), ...failing(pair, failed.length, settings) }));
  const open = pairs.filter(({ verdict }) => verdict === "inconclusive").length;
  const { margins, names } = settings;
  return [{
    ...base(widest, n, settings), id: "population.correlation", subject: { kind: "correlation", name: "all pairs of columns", segment: null }, verdict: open > 0 ? "inconclusive" : "pass", severity: open > 0 ? "low" : "info",
    statement: open > 0
      ? `whether columns hang together in ${names.candidate} as in ${names.reference} cannot be told for ${open} of ${countOf(pairs.length, "pair")}: the largest difference seen is ${shortNumber(widest.difference)}, between ${widest.a} and ${widest.b}`
      : `columns hang together in ${names.candidate} as in ${names.reference}: of ${countOf(pairs.length, "pair")} the correlation moved most between ${widest.a} and ${widest.b}, by ${shortNumber(widest.difference)}`,
    reason: open > 0 ? `their intervals reach beyond the margin of ${shortNumber(margins.correlation)}, or their rows cannot be counted on` : `every interval lies inside the margin of ${shortNumber(margins.correlation)}`,
    action: open > 0 ? "Compare a longer window" : "nothing to do", evidence: { pairs: pairs.length, open },
  }];
};

const base = (pair: CorrelationShift, n: number, { margins, agreed }: PopulationSettings): Omit<Finding, "id" | "statement" | "reason" | "action" | "severity" | "evidence"> => ({
  check: "population.correlation", subject: { kind: "correlation", name: `${pair.a} and ${pair.b}`, segment: null }, verdict: pair.verdict, mode: "warn",
  estimate: pair.difference, unit: "difference of correlations", interval: pair.interval, margin: margins.correlation, marginOrigin: agreed.has("correlation") ? "agreed" : "default", n, noiseFloor: null, needed: null,
});

const failing = ({ a, b, reference, candidate, difference, interval, p }: CorrelationShift, all: number, { margins, names, alphaPerClaim }: PopulationSettings) => ({
  id: `population.correlation:${a}:${b}`, severity: "medium" as const,
  statement: `${a} and ${b} hang together otherwise in ${names.candidate}: correlation ${shortNumber(reference)} → ${shortNumber(candidate)}, a difference of ${shortNumber(difference)} (${shortNumber(interval.low ?? -2)} to ${shortNumber(interval.high ?? 2)}) against a margin of ${shortNumber(margins.correlation)}`,
  reason: `also the kind end of the difference, held to an error of ${shortNumber(alphaPerClaim)}, lies beyond the margin`,
  action: `find out which of ${a} and ${b} is filled or joined otherwise`, evidence: { reference, candidate, "p of no difference": p, "pairs that fail": all },
});
