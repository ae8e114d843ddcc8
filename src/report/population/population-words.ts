import type { PopulationColumn } from "../../core/domain/population.ts";
import type { FairnessResult, PopulationComparison, PopulationMetric } from "../../core/domain/population-comparison.ts";
import type { Run } from "../../core/domain/run.ts";
import { percent } from "../../core/wording/percent.ts";
import { formatCount, formatNumber, formatPlural, formatShare } from "../wording/format-number.ts";

/** How many rows of each side, in one phrase. */
export const sizeWords = ({ reference, candidate }: PopulationComparison): string => `${formatPlural(candidate.rows, "row")} against ${formatCount(reference.rows)}`;

/** What is controlled together, in a sentence. */
export const familyWords = ({ family: { claims, alpha, method } }: PopulationComparison): string =>
  `${formatPlural(claims, "claim")} could have failed; of comparisons of equal populations at most ${percent(alpha)} fail in any of them (${method})`;

/** The dependence sentence without its full stop, whichever way it was written. */
export const dependenceWords = ({ dependence }: PopulationComparison): string => dependence.replace(/\.$/, "");

/** What a segment adds to a name. */
export const inSegment = (name: string, segment: string | null): string => (segment === null ? name : `${name} · ${segment}`);

const metricNames: ReadonlyMap<string, string> = new Map([["auc", "AUC"], ["brier", "Brier score"], ["logLoss", "log loss"], ["log-loss", "log loss"], ["rmse", "RMSE"], ["mae", "MAE"], ["r2", "R²"], ["f1", "F1"], ["macro-f1", "macro F1"], ["mcc", "MCC"], ["calibration", "calibration error"]]);

/** A metric as people write it: `AUC`, `log loss`, `label prevalence`. */
export const metricName = ({ metric }: Pick<PopulationMetric, "metric">): string => metricNames.get(metric) ?? metric.replaceAll("-", " ").replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);

/** A metric by name, and what it is of. */
export const metricWords = (metric: PopulationMetric): string => inSegment(isOfItself(metric) ? metricName(metric) : `${metricName(metric)} of ${metric.of}`, metric.segment);

/** Whether the metric's name says already what it is of: `latency p50`. */
export const isOfItself = (metric: PopulationMetric): boolean => metricName(metric).split(" ").includes(metric.of);

/** `demographic-parity` as people say it. */
export const criterionWords = ({ criterion }: Pick<FairnessResult, "criterion">): string => criterion.replaceAll("-", " ");

/** Whether a criterion is a ratio of rates and not a difference. */
export const isRatio = ({ criterion }: Pick<FairnessResult, "criterion">): boolean => criterion === "four-fifths";

/** How far apart the cohorts are in the criterion's own way: the gap between rates, or the smallest rate over the largest. */
export const apartOf = (result: Pick<FairnessResult, "criterion" | "gap" | "groups">): number | null => {
  if (!isRatio(result)) return result.gap;
  const rates = result.groups.flatMap(({ rate }) => (rate === null ? [] : [rate]));
  const largest = Math.max(...rates);
  return rates.length < 2 || largest === 0 ? null : Math.min(...rates) / largest;
};

/** What is allowed of it: at most so large a gap, at least so large a ratio. */
export const allowedGap = (result: Pick<FairnessResult, "criterion" | "margin">): string => (result.margin === null ? formatNumber(null) : `${isRatio(result) ? "≥" : "≤"} ${formatGap(result, result.margin)}`);

/** A value on the criterion's own scale: a share, or a ratio. */
export const formatGap = (result: Pick<FairnessResult, "criterion">, value: number | null): string => (isRatio(result) ? formatNumber(value) : formatShare(value));

/** How often each role was guessed and from what; null where people said everything. */
export const guessedColumns = ({ reference, candidate }: PopulationComparison): { readonly guessed: readonly PopulationColumn[]; readonly agreed: number } => {
  const columns = new Map([...candidate.columns, ...reference.columns].map((column) => [column.name, column]));
  const guessed = [...columns.values()].filter(({ origin }) => origin === "guessed");
  return { guessed, agreed: columns.size - guessed.length };
};

const roleNames = { feature: ["feature", "features"], score: ["score", "scores"], decision: ["decision", "decisions"], label: ["label", "labels"], segment: ["segment", "segments"], ignored: ["ignored", "ignored"] } as const;
const roleOrder = ["score", "decision", "label", "feature", "segment", "ignored"] as const;
const mostNamed = 4;

/** A column that is compared with nothing because it says when, which or how fast; null for every other. */
const fills = ({ role, why }: PopulationColumn): string | null => (role === "ignored" ? (/^fills the standard column (\w+)/.exec(why)?.[1] ?? null) : null);

/** `8 features (income, age, …), 1 score (score)`: which roles were guessed; null where none was. */
export const guessedWords = (comparison: PopulationComparison): string | null => {
  const { guessed, agreed } = guessedColumns(comparison);
  if (guessed.length === 0) return null;
  const ordered = roleOrder.flatMap((role) => guessed.filter((column) => column.role === role && fills(column) === null));
  const standard = guessed.flatMap((column) => { const filled = fills(column); return filled === null ? [] : [filled === column.name ? filled : `${column.name} as ${filled}`]; });
  const parts = [...Map.groupBy(ordered, ({ role }) => role)].map(([role, columns]) => {
    const names = columns.slice(0, mostNamed).map(({ name, kind }) => (kind === "numeric" ? name : `${name} (${kind})`));
    const [one, many] = roleNames[role];
    return `${formatPlural(columns.length, one, many)}: ${names.join(", ")}${columns.length > mostNamed ? ", …" : ""}`;
  });
  if (standard.length > 0) parts.push(standard.join(", "));
  return `${parts.join("; ")}${agreed === 0 ? "" : `; ${formatPlural(agreed, "column was", "columns were")} named by people`}`;
};

/** What of a run stands where a check would count its pairs. */
export const populationCoverage = (run: Pick<Run, "population">): string | null => {
  if (run.population === null) return null;
  const parts = ([run.population.candidate, run.population.reference] as const).map(({ name, rows, coverage: { recordsRead, dropped } }) => {
    const lost = dropped.filter(({ rows: gone }) => gone > 0);
    return `${name}: ${formatPlural(rows, "row")} of ${formatCount(recordsRead)} records${lost.length === 0 ? ", nothing dropped" : `, dropped ${lost.map(({ reason, rows: gone }) => `${formatCount(gone)} (${reason})`).join(", ")}`}`;
  });
  return parts.join("; ");
};
