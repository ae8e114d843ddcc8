import type { HypothesisResult } from "../../src/core/domain/validation.ts";
import { metricValue } from "../../src/core/measure/metric-value.ts";
import { type CarLoan, type CarLoanMetric, carLoanMetrics } from "./car-loan.ts";
import type { CountedCarLoan } from "./ours.ts";
import type { CarLoanMargins } from "./validate-car-loan.ts";

/** How far below the reference NannyML's lower limit lies (three standard deviations of the reference's months), to a hundredth of a point: taken as the margin, so that both are asked about the same distance. */
export const marginsOf = ({ decided }: CarLoan, { measures, offline }: CountedCarLoan): CarLoanMargins =>
  Object.fromEntries(carLoanMetrics.map((metric) => {
    const measure = measures.get(metric);
    const value = measure === undefined ? null : metricValue(measure, offline.filter((each) => each.measure === measure.id));
    if (value === null) throw new Error(`${metric} is not defined of the reference`);
    return [metric, Number((value.value - decided.limits.realised.lower[metric]).toFixed(4))];
  })) as Record<CarLoanMetric, number>;

/** Months, with those that follow one another told as a span. */
const spans = (data: CarLoan, alerts: readonly boolean[]): string => {
  const found: [number, number][] = [];
  alerts.forEach((alert, index) => {
    const last = found.at(-1);
    if (!alert) return;
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else found.push([index, index]);
  });
  return found.map(([from, to]) => (from === to ? data.months[from] : `${data.months[from] ?? ""} to ${data.months[to] ?? ""}`)).join(", ") || "none";
};

/** The verdicts of docs/late-labels.md beside NannyML's alerts, by metric. */
export const verdictsTable = (data: CarLoan, margins: CarLoanMargins, results: ReadonlyMap<CarLoanMetric, HypothesisResult>): string => {
  const day = (time: string | null | undefined): string => time?.slice(0, 10) ?? "no";
  const { estimated, realised } = data.decided.limits;
  return [
    "| metric | margin | NannyML alerts, estimated | NannyML alerts, came true | first failing look | verdict at the end | change dated, as a warning |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...carLoanMetrics.map((metric) => {
      const result = results.get(metric);
      const overall = result?.overall;
      return `| ${[metric, `${((margins[metric]) * 100).toFixed(2)} points`, spans(data, estimated.alerts[metric]), spans(data, realised.alerts[metric]), day(overall?.history.find(({ verdict }) => verdict === "fail")?.at), result?.verdict ?? "", overall?.detector.alarm === true ? day(overall.detector.since) : "no"].join(" | ")} |`;
    }),
  ].join("\n");
};
