import { equalsValue, numberOf, sameClass } from "./column-sql.ts";
import type { MetricColumn, MetricContext } from "./metric-context.ts";

/** What came true. */
export const labelOf = (context: MetricContext): MetricColumn => context.column(context.metric.label, ["label"], "label");

/** What came true as SQL, null where it has not come: NaN is how many tools write a number that is missing. */
export const knownLabel = ({ dialect }: MetricContext, { sql, type }: MetricColumn): string => (/^(FLOAT|DOUBLE|REAL)/i.test(type) ? `CASE WHEN NOT ${dialect.isNaN(sql)} THEN ${sql} END` : sql);

/** Whether a row's label is positive; null where it has not come. */
export const isPositive = (context: MetricContext, label: MetricColumn): string => equalsValue(context, label, context.metric.positive, "positive");

/** The probability, risk or value that is judged. */
export const scoreOf = (context: MetricContext): MetricColumn => context.column(context.metric.output, ["score"], "output");

/** What was decided: a score at its threshold, else a decision. */
const decidedBy = (context: MetricContext): MetricColumn =>
  context.column(context.metric.output, context.metric.threshold === undefined ? ["decision", "score"] : ["score", "decision"], "output");

/** Whether a row was decided for positive. LS250 for a score without a threshold. */
export const isDecided = (context: MetricContext): string => {
  const output = decidedBy(context);
  const { metric, dialect, refuse } = context;
  if (metric.threshold !== undefined) return `${numberOf(context, output)} >= ${dialect.double(metric.threshold)}`;
  if (output.role === "score") throw refuse(`${output.name} is a score, and nobody said from which value on it decides for positive`, "Write it under threshold:, or name a decision under output:.");
  return equalsValue(context, output, metric.positive, "positive");
};

/** Whether a row was decided right; classes of any number where a decision and a label name them alike. */
export const isRight = (context: MetricContext): string => {
  const label = labelOf(context);
  const output = decidedBy(context);
  const same = context.metric.threshold === undefined && output.role !== "score" ? sameClass(context, output, label) : null;
  return same ?? `(${isDecided(context)}) = (${isPositive(context, label)})`;
};
