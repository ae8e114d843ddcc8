import type { MetricName } from "../../../core/domain/metric.ts";
import { asCount, numberOf } from "./column-sql.ts";
import { isPositive, knownLabel, labelOf, scoreOf } from "./judged-columns.ts";
import type { MeasureDraft, MetricContext } from "./metric-context.ts";

/** Logarithms of probabilities stay finite: no nearer to 0 or 1 than this, as for every log loss here. */
const nearest = "1e-15";

/** How probabilities lie to what came true. Proper scores and the calibration in the large are means over rows; AUC and the calibration error need bins of the score. */
export const calibration: Partial<Record<MetricName, (context: MetricContext) => MeasureDraft>> = {
  brier: (context) => mean(context, (p, y) => `(${p} - ${asCount(y)}) * (${p} - ${asCount(y)})`),
  "log-loss": (context) => mean(context, (p, y) => `CASE WHEN ${y} THEN -ln(${kept(p)}) WHEN NOT ${y} THEN -ln(1 - ${kept(p)}) END`),
  "calibration-in-the-large": (context) => mean(context, (p, y) => `${p} - ${asCount(y)}`),
  auc: (context) => scored(context),
  "calibration-error": (context) => scored(context),
};

const kept = (p: string): string => `greatest(${nearest}, least(1 - ${nearest}, ${p}))`;

const mean = (context: MetricContext, of: (p: string, y: string) => string): MeasureDraft => {
  const label = labelOf(context);
  const [p, y] = [`(${numberOf(context, scoreOf(context))})`, `(${isPositive(context, label)})`];
  // `greatest` and `least` pass over nulls: a row without a score is taken out by the denominator.
  return { shape: "ratio", labelled: true, sql: { m: of(p, y), d: `CASE WHEN ${p} IS NOT NULL THEN 1 END`, label: knownLabel(context, label) } };
};

const scored = (context: MetricContext): MeasureDraft => {
  const label = labelOf(context);
  const score = numberOf(context, scoreOf(context));
  const { threshold } = context.metric;
  return {
    shape: "scored", labelled: true,
    sql: { score, label: asCount(isPositive(context, label)), ...(threshold === undefined ? {} : { decision: asCount(`${score} >= ${context.dialect.double(threshold)}`) }) },
  };
};
