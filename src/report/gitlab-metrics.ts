import type { Run } from "../core/domain/run.ts";
import type { SeriesJudgement } from "../core/domain/validation.ts";
import type { Verdict } from "../core/domain/verdict.ts";
import { decidingMeasure } from "./population/order-shifts.ts";
import { segmentName } from "./validation/hypothesis-words.ts";
import { toldEstimate } from "./validation/outside-corridor.ts";
import { overridesOf } from "./wording/agreed-words.ts";

const label = (text: string): string => text.toWellFormed().replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** Labels in braces, those of model and pair first where there is an agreement: several pairs in one pipeline stay apart. */
const labels = ({ agreement, environments: { reference, candidate } }: Run, own: Readonly<Record<string, string>> = {}): string => {
  const all = { ...(agreement === null ? {} : { model: agreement.model, reference: reference.name, candidate: candidate.name }), ...own };
  const text = Object.entries(all).map(([name, value]) => `${name}="${label(value)}"`).join(",");
  return text === "" ? "" : `{${text}}`;
};

/** 1 passes, 0 does not; what could not be told is neither, and has no line. */
const held = (verdict: Verdict): number | null => (verdict === "pass" ? 1 : verdict === "fail" || verdict === "warn" ? 0 : null);

interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number | null;
}

const family = (run: Run, name: string, help: string, samples: readonly Sample[]): string[] => {
  const known = samples.filter(({ value }) => value !== null);
  return known.length === 0 ? [] : [`# TYPE ${name} gauge`, `# HELP ${name} ${help}`, ...known.map((sample) => `${name}${labels(run, sample.labels)} ${sample.value}`)];
};

/** What an agreed check adds: budgets, cases and reported metrics as numbers; stand-in and overrides as labels of a 1. */
const agreedMetrics = (run: Run): string[] => {
  const { baseline, since } = run;
  const budgets = run.budgets.map(({ environment, budget, unit, limit, measured, verdict }) => ({ labels: { environment, budget, unit }, limit, measured, kept: held(verdict) }));
  const reported = run.reported.map((metric) => ({ labels: { environment: metric.environment, metric: metric.metric }, ...metric }));
  return [
    ...family(run, "lockstep_baseline_stands_in", "The approved baseline whose recording stood in for an environment that was not asked.", baseline === null ? [] : [{ labels: { version: String(baseline.version), environment: baseline.standsFor, why: baseline.why }, value: 1 }]),
    ...family(run, "lockstep_override", "Intended differences in force.", overridesOf(run).map(({ environment, name, reason, until }) => ({ labels: { environment, name, reason, until: until ?? "" }, value: 1 }))),
    ...family(run, "lockstep_new_findings", "Findings that the earlier run did not have.", since === null ? [] : [{ labels: {}, value: since.appeared.length }]),
    ...family(run, "lockstep_budget_limit", "The most that was agreed.", budgets.map((budget) => ({ ...budget, value: budget.limit }))),
    ...family(run, "lockstep_budget_measured", "What was measured.", budgets.map((budget) => ({ ...budget, value: budget.measured }))),
    ...family(run, "lockstep_budget_kept", "Whether the budget was kept.", budgets.map((budget) => ({ ...budget, value: budget.kept }))),
    ...family(run, "lockstep_case_passed", "Whether a preprocessing case had its agreed outcome.", run.cases.map(({ environment, case: name, through, verdict }) => ({ labels: { environment, case: name, through }, value: held(verdict) }))),
    ...family(run, "lockstep_reported_metric", "A metric as an environment reports it.", reported.map((metric) => ({ ...metric, value: metric.reported }))),
    ...family(run, "lockstep_recomputed_metric", "The same, recomputed from its recording.", reported.map((metric) => ({ ...metric, value: metric.recomputed }))),
  ];
};

/** What two populations showed: rows, how far each column moved by the measure that decides, every metric on both sides, fairness gaps and rules. */
const populationMetrics = (run: Run): string[] => {
  const { population } = run;
  if (population === null) return [];
  const inPart = (segment: string | null): Readonly<Record<string, string>> => (segment === null ? {} : { segment });
  const shifts = population.shifts.map((shift) => ({ shift, measure: decidingMeasure(shift) }));
  const metrics = population.metrics.map((metric) => ({ labels: { metric: metric.metric, of: metric.of, ...inPart(metric.segment) }, metric }));
  const ofFairness = population.fairness.map(({ criterion, of, cohort, environment, gap }) => ({ labels: { criterion, of, cohort, environment }, value: gap }));
  return [
    ...family(run, "lockstep_rows", "Predictions read of each side.", [population.reference, population.candidate].map(({ name, rows }) => ({ labels: { environment: name }, value: rows }))),
    ...family(run, "lockstep_column_shift", "How far the two populations are apart in a column, by the measure that decides.", shifts.flatMap(({ shift, measure }) => (measure === null ? [] : [{ labels: { column: shift.column, measure: measure.measure, ...inPart(shift.segment) }, value: measure.value }]))),
    ...family(run, "lockstep_metric_reference", "A metric of the reference.", metrics.map((entry) => ({ ...entry, value: entry.metric.reference }))),
    ...family(run, "lockstep_metric_candidate", "The same of the candidate.", metrics.map((entry) => ({ ...entry, value: entry.metric.candidate }))),
    ...family(run, "lockstep_fairness_gap", "Largest minus smallest rate between cohorts.", ofFairness),
    ...family(run, "lockstep_rows_against_a_rule", "Rows that break a rule of the data.", population.quality.map(({ environment, rule, broken }) => ({ labels: { environment, rule: rule.id }, value: broken }))),
  ];
};

const pairMetrics = (run: Run): string[] => {
  const outputs = run.outputs.filter(({ pairs }) => pairs > 0);
  return [
    "# TYPE lockstep_outside_share gauge",
    "# HELP lockstep_outside_share Share of pairs outside tolerance.",
    ...outputs.map(({ output, outside, pairs }) => `lockstep_outside_share${labels(run, { output })} ${outside / pairs}`),
    "# TYPE lockstep_pairs gauge",
    "# HELP lockstep_pairs Pairs compared.",
    `lockstep_pairs${labels(run)} ${run.coverage.pairs}`,
    "# TYPE lockstep_latency_ratio gauge",
    "# HELP lockstep_latency_ratio Latency of the candidate over that of the reference.",
    ...run.latencyRatios.flatMap(({ q, ratio }) => (ratio === null ? [] : [`lockstep_latency_ratio${labels(run, { quantile: String(q) })} ${ratio}`])),
  ];
};

/** What production showed of each promise: estimate, corridor, evidence and verdict, by hypothesis and segment. */
const validationMetrics = (run: Run): string[] => {
  const { validation } = run;
  if (validation === null) return [];
  const common = { model: validation.model, environment: validation.environment };
  const series = validation.hypotheses.flatMap((result) => [result.overall, ...result.segments].map((judgement) => ({
    labels: { ...common, hypothesis: result.hypothesis.name, ...(judgement === null || judgement.segment === null ? {} : { segment: segmentName(judgement) }) }, judgement, verdict: judgement === null || judgement.segment === null ? result.verdict : judgement.verdict,
  })));
  const of = (name: string, help: string, value: (judgement: SeriesJudgement) => number | null): string[] => family(run, name, help, series.map((entry) => ({ labels: entry.labels, value: entry.judgement === null ? null : value(entry.judgement) })));
  return [
    ...of("lockstep_hypothesis_estimate", "What production showed, since it left its corridor where it did.", (judgement) => toldEstimate(judgement).estimate),
    ...of("lockstep_hypothesis_corridor_low", "Lower edge of the corridor.", ({ corridor }) => corridor.low), ...of("lockstep_hypothesis_corridor_high", "Upper edge of the corridor.", ({ corridor }) => corridor.high),
    ...of("lockstep_hypothesis_e_value", "Evidence against the corridor; from 1 over alpha of the family on it fails.", ({ logEValue }) => Math.min(Number.MAX_VALUE, Math.exp(logEValue))),
    ...family(run, "lockstep_hypothesis_verdict", "A 1 for the verdict of each hypothesis and segment.", series.map((entry) => ({ labels: { ...entry.labels, verdict: entry.verdict }, value: 1 }))),
    ...family(run, "lockstep_hypothesis_holds", "Whether the promise was kept; left out where it cannot be told.", series.map((entry) => ({ labels: entry.labels, value: held(entry.verdict) }))),
  ];
};

/** OpenMetrics text: GitLab shows in a merge request how these numbers moved against the target branch. */
export const renderGitlabMetrics = (run: Run): string => [...(run.validation !== null ? validationMetrics(run) : run.kind === "compare" ? populationMetrics(run) : pairMetrics(run)), ...agreedMetrics(run), "# EOF", ""].join("\n");
