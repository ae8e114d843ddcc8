import type { Finding } from "../../../core/domain/finding.ts";
import type { ColumnShift, FairnessResult, PopulationMetric } from "../../../core/domain/population-comparison.ts";
import { percent } from "../../../core/wording/percent.ts";

const short = (value: number): string => String(Number(value.toPrecision(3)));
const severityOf = { pass: "info", warn: "medium", fail: "high", inconclusive: "medium", error: "high" } as const;

/** The finding that a check would make of one column's shift. */
export const exampleShiftFinding = (shift: ColumnShift): Finding => {
  const { column, role, segment, verdict, margin } = shift;
  const [measure] = shift.measures;
  const kind = role === "feature" ? "feature" : role === "decision" ? "decision" : role === "label" ? "label" : "output";
  const { low, high } = measure?.interval ?? { low: null, high: null };
  return {
    id: `shift.${kind}/${column}${segment === null ? "" : `/${segment}`}`, check: `shift.${kind}`, subject: { kind, name: column, segment }, verdict, severity: severityOf[verdict], mode: role === "feature" ? "warn" : "enforce",
    statement: verdict === "pass" ? `${column} is distributed as in the reference` : `${column} is distributed otherwise than in the reference: distance ${short(measure?.value ?? 0)}, where sampling alone makes ${short(measure?.nullMean ?? 0)}`,
    estimate: measure?.value ?? null, unit: "chi-square distance", interval: measure?.interval ?? null, margin, marginOrigin: "default", n: shift.nReference + shift.nCandidate + shift.missingReference + shift.missingCandidate, noiseFloor: null,
    reason: `the distance lies between ${short(low ?? 0)} and ${short(high ?? 0)} with 90 % confidence; at most ${short(margin ?? 0)} is allowed`,
    action: verdict === "pass" ? "nothing to do" : verdict === "inconclusive" ? "compare a longer window" : `ask whoever fills ${column} what changed between the two windows`,
    needed: verdict === "inconclusive" ? 9000 : null, evidence: { nullMean: measure?.nullMean ?? null, null95: measure?.null95 ?? null, missingReference: shift.missingReference, missingCandidate: shift.missingCandidate },
  };
};

/** The finding of a metric on both sides. */
export const exampleMetricFinding = (metric: PopulationMetric): Finding => {
  const operational = metric.metric.startsWith("latency") || metric.metric.startsWith("error");
  const kind = operational ? "operations" : metric.metric === "calibration error" ? "calibration" : "metric";
  return {
    id: `${kind}.${metric.metric}/${metric.of}`, check: `population.${kind}`, subject: { kind, name: `${metric.metric} of ${metric.of}`, segment: metric.segment }, verdict: metric.verdict, severity: severityOf[metric.verdict], mode: "enforce",
    statement: `${metric.metric} of ${metric.of} is ${short(metric.candidate ?? 0)} against ${short(metric.reference ?? 0)} in the reference`, estimate: metric.difference, unit: metric.metric.startsWith("latency") ? "difference in ms" : `difference of ${metric.metric}`,
    interval: metric.interval, margin: metric.margin, marginOrigin: "default", n: metric.nReference + metric.nCandidate, noiseFloor: null, reason: metric.reason,
    action: metric.verdict === "pass" ? "nothing to do" : "look at the columns that drifted first, then retrain or roll back", needed: null, evidence: { reference: metric.reference, candidate: metric.candidate },
  };
};

/** The finding of a criterion of fairness. */
export const exampleFairnessFinding = (result: FairnessResult): Finding => ({
  id: `population.fairness/${result.criterion}/${result.of}/${result.cohort}`, check: "population.fairness", subject: { kind: "fairness", name: `${result.criterion.replaceAll("-", " ")} of ${result.of} by ${result.cohort}`, segment: null }, verdict: result.verdict, severity: severityOf[result.verdict],
  mode: "enforce", statement: `rates of ${result.of} lie ${percent(result.gap ?? 0)} apart between values of ${result.cohort} in ${result.environment}; ${percent(result.gapUnderEquality ?? 0)} would be seen if all were equal`,
  estimate: result.gap, unit: "difference of rates", interval: result.interval, margin: result.margin, marginOrigin: "default", n: result.groups.reduce((sum, { n }) => sum + n, 0), noiseFloor: null, reason: result.reason,
  action: result.verdict === "pass" ? "nothing to do" : `look at the decisions where ${result.cohort} has the lowest rate`, needed: null, evidence: { spread: result.spread, gapUnderEquality: result.gapUnderEquality },
});
