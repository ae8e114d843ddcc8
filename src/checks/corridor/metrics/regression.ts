import type { MetricName } from "../../../core/domain/metric.ts";
import { numberOf } from "./column-sql.ts";
import { knownLabel, labelOf } from "./judged-columns.ts";
import type { MeasureDraft, MetricContext } from "./metric-context.ts";

/** Errors of numbers, output - label, in the label's unit: means of what one row is off by. `rmse` is the root of the ratio, taken where it is read. */
export const regression: Partial<Record<MetricName, (context: MetricContext) => MeasureDraft>> = {
  mae: (context) => draft(context, (error) => `abs(${error})`),
  mse: (context) => draft(context, (error) => `${error} * ${error}`),
  rmse: (context) => draft(context, (error) => `${error} * ${error}`),
  bias: (context) => draft(context, (error) => error),
};

const draft = (context: MetricContext, of: (error: string) => string): MeasureDraft => {
  const label = labelOf(context);
  const output = context.column(context.metric.output, ["score", "decision"], "output");
  return { shape: "ratio", labelled: true, sql: { m: of(`((${numberOf(context, output)}) - (${numberOf(context, label)}))`), d: "1", label: knownLabel(context, label) } };
};
