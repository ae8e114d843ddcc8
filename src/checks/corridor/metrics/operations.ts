import type { MetricName } from "../../../core/domain/metric.ts";
import { asCount, numberOf } from "./column-sql.ts";
import type { MeasureDraft, MetricContext } from "./metric-context.ts";

/** How the service answered: latency, throughput, errors. */
export const operations: Partial<Record<MetricName, (context: MetricContext) => MeasureDraft>> = {
  "latency-mean": (context) => ({ shape: "ratio", labelled: false, sql: { m: numberOf(context, latencyOf(context)), d: "1" } }),
  "latency-quantile": (context) => {
    if (context.metric.quantile === undefined) throw context.refuse("nobody said which quantile", "Write it under quantile:, as 0.99.");
    return { shape: "quantile", labelled: false, sql: { x: numberOf(context, latencyOf(context)) } };
  },
  throughput: () => ({ shape: "count", labelled: false, sql: { x: "1" } }),
  "error-rate": (context) => {
    const { has, refuse } = context;
    if (!has("status") && !has("error")) throw refuse("the log has neither status nor error", "Map one of them under columns: of the mapping, or take the metric out.");
    const failed = [...(has("status") ? ["(status NOT BETWEEN 200 AND 299)"] : []), ...(has("error") ? ["(error IS NOT NULL)"] : [])];
    return { shape: "ratio", labelled: false, sql: { m: asCount(failed.length === 1 ? failed.join("") : `coalesce(status NOT BETWEEN 200 AND 299, false) OR error IS NOT NULL`), d: "1" } };
  },
};

const latencyOf = (context: MetricContext) => (context.metric.column === undefined ? context.standard("latency_ms") : context.column(context.metric.column, [], "column"));
