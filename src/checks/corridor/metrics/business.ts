import type { MetricName } from "../../../core/domain/metric.ts";
import { numberOf } from "./column-sql.ts";
import { knownLabel } from "./judged-columns.ts";
import type { MeasureDraft, MetricContext } from "./metric-context.ts";

/** What a business counts: sums over sums in its own words, totals per day, and whatever SQL or Prometheus say. */
export const business: Partial<Record<MetricName, (context: MetricContext) => MeasureDraft>> = {
  total: (context) => ({ shape: "count", labelled: false, sql: { x: context.metric.column === undefined ? "1" : numberOf(context, context.column(context.metric.column, [], "column")) } }),
  ratio: (context) => {
    const { metric, dialect, refuse } = context;
    if (metric.numerator === undefined) throw refuse("nobody said what is summed", "Write SQL over the columns of the log under numerator:.");
    const group = metric.group === undefined ? {} : { group: context.column(metric.group, [], "group").sql };
    // A ratio over what came true waits for it where people say so.
    const label = metric.label === undefined ? {} : { label: knownLabel(context, context.column(metric.label, [], "label")) };
    return { shape: "ratio", labelled: metric.label !== undefined, sql: { ...label, m: dialect.float64(`(${metric.numerator})`), d: metric.denominator === undefined ? "1" : dialect.float64(`(${metric.denominator})`), ...group } };
  },
  sql: ({ metric, dialect, refuse }) => {
    if (metric.sql === undefined) throw refuse("nobody said which aggregate", "Write SQL over the columns of the log under sql:, as sum(amount * approved) / sum(approved).");
    return { shape: "value", labelled: false, sql: { aggregate: dialect.float64(`(${metric.sql})`) } };
  },
  prometheus: ({ metric, refuse }) => {
    if (metric.query === undefined) throw refuse("nobody said which expression", "Write it under query:.");
    return { shape: "value", labelled: false, sql: {} };
  },
};
