import type { MetricName } from "../../../core/domain/metric.ts";
import { asCount, equalsValue, numberOf } from "./column-sql.ts";
import { knownLabel } from "./judged-columns.ts";
import type { MeasureDraft, MetricColumn, MetricContext } from "./metric-context.ts";

/** Shares and means of columns. They wait for no label, unless the column is one. A missing value counts in the missing rate alone. */
export const rates: Partial<Record<MetricName, (context: MetricContext) => MeasureDraft>> = {
  rate: (context) => { const column = context.column(context.metric.column, ["decision"], "column"); return ratio(context, column, asCount(equalsValue(context, column, context.metric.equals, "equals"))); },
  mean: (context) => { const column = context.column(context.metric.column, ["score"], "column"); return ratio(context, column, numberOf(context, column)); },
  "missing-rate": (context) => {
    const { sql, type } = context.column(context.metric.column, ["score", "decision"], "column");
    // NaN is how many tools write a missing number.
    return { shape: "ratio", labelled: false, sql: { m: asCount(/^(FLOAT|DOUBLE|REAL)/i.test(type) ? `${sql} IS NULL OR ${context.dialect.isNaN(sql)}` : `${sql} IS NULL`), d: "1" } };
  },
};

const ratio = (context: MetricContext, column: MetricColumn, m: string): MeasureDraft => ({ shape: "ratio", labelled: column.role === "label", sql: { m, d: "1", ...(column.role === "label" ? { label: knownLabel(context, column) } : {}) } });
