import type { MetricName } from "../../../core/domain/metric.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { asCount, equalsValue, numberOf } from "./column-sql.ts";
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

/**
 * Scores against labels in bins. A decision that is named as the output is its own score of 0 or 1. What was decided is kept beside the score where it is known without doubt: by the
 * threshold, else by the only decision there is.
 */
const scored = (context: MetricContext): MeasureDraft => {
  const { metric, dialect } = context;
  const label = labelOf(context);
  const output = context.column(metric.output, ["score", "decision"], "output");
  const isDecision = output.role === "decision" && metric.threshold === undefined;
  const score = isDecision ? dialect.float64(asCount(equalsValue(context, output, metric.positive, "positive"))) : numberOf(context, output);
  const decision = metric.threshold !== undefined ? asCount(`${score} >= ${dialect.double(metric.threshold)}`) : isDecision ? score : onlyDecision(context);
  return { shape: "scored", labelled: true, sql: { score, label: asCount(isPositive(context, label)), ...(decision === null ? {} : { decision }) } };
};

/** Null where there is none, several, or it is not known which of its values is positive: AUC and calibration need none. */
const onlyDecision = (context: MetricContext): string | null => {
  try {
    return asCount(equalsValue(context, context.column(undefined, ["decision"], "output"), context.metric.positive, "positive"));
  } catch (cause) {
    if (cause instanceof LockstepError) return null;
    throw cause;
  }
};
