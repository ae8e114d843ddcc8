import type { MetricName } from "../../../core/domain/metric.ts";
import { asCount } from "./column-sql.ts";
import { isDecided, isPositive, isRight, knownLabel, labelOf } from "./judged-columns.ts";
import type { MeasureDraft, MetricContext } from "./metric-context.ts";

/** Metrics that count decisions against labels: every one a ratio of counts. AUC and its like, which need the score itself, are in `scored.ts`. */
export const classification: Partial<Record<MetricName, (context: MetricContext) => MeasureDraft>> = {
  accuracy: (context) => draft(context, asCount(isRight(context)), "1"),
  // A row without a decision, or without a label, is null in all of these and so not usable.
  precision: (context) => { const { decided, positive } = sides(context); return draft(context, asCount(`${decided} AND ${positive}`), bothKnown(decided, positive, decided)); },
  recall: (context) => { const { decided, positive } = sides(context); return draft(context, asCount(`${decided} AND ${positive}`), bothKnown(decided, positive, positive)); },
  specificity: (context) => { const { decided, positive } = sides(context); return draft(context, asCount(`NOT ${decided} AND NOT ${positive}`), bothKnown(decided, positive, `NOT ${positive}`)); },
  "false-positive-rate": (context) => { const { decided, positive } = sides(context); return draft(context, asCount(`${decided} AND NOT ${positive}`), bothKnown(decided, positive, `NOT ${positive}`)); },
  f1: (context) => { const { decided, positive } = sides(context); return draft(context, `2 * ${asCount(`${decided} AND ${positive}`)}`, `${asCount(decided)} + ${asCount(positive)}`); },
};

const sides = (context: MetricContext): { decided: string; positive: string } => ({ decided: `(${isDecided(context)})`, positive: `(${isPositive(context, labelOf(context))})` });

/** `false AND null` is false: a row that lacks one side is taken out by the denominator. */
const bothKnown = (decided: string, positive: string, counted: string): string => `CASE WHEN ${decided} IS NOT NULL AND ${positive} IS NOT NULL THEN ${asCount(counted)} END`;

const draft = (context: MetricContext, m: string, d: string): MeasureDraft => ({ shape: "ratio", labelled: true, sql: { m, d, label: knownLabel(context, labelOf(context)) } });
