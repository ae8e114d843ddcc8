import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { useCallback } from "react";
import { formatNumber, formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import type { HypothesisResult } from "../run-types.ts";
import { Chart } from "./chart.tsx";

/** How labels come in: of the predictions of a day, the share whose label has come by their age; and the age at which it counts as come or never coming. */
export const MaturityChart = ({ maturity: { curve }, days }: { maturity: NonNullable<HypothesisResult["maturity"]>; days: number }) => {
  const options = useCallback((plot: typeof Drawing, width: number): Plot.PlotOptions => ({
    height: Math.round(Math.max(180, width * 0.5)), marginLeft: 48, marginBottom: 40, marginTop: 18, marginRight: 20,
    x: { domain: [0, Math.max(days, ...curve.map((point) => point.days)) * 1.04], label: "days after the prediction →", labelArrow: "none", ticks: 6, tickSize: 3 },
    y: { domain: [0, 1], label: null, grid: true, ticks: 5, tickSize: 0, tickFormat: (value: number) => formatShare(value) },
    marks: [
      plot.line(curve, { x: "days", y: "share", stroke: "var(--candidate)", strokeWidth: 2 }), ...(curve.length > 40 ? [] : [plot.dot(curve, { x: "days", y: "share", fill: "var(--candidate)", r: 2.5, title: (point: { days: number; share: number }) => `${formatNumber(point.days)} days: ${formatShare(point.share)}` })]),
      plot.ruleX(days > 0 ? [days] : [], { stroke: "var(--soft)", strokeDasharray: "3 3" }), plot.text(days > 0 ? [days] : [], { x: days, y: 1, dy: -8, text: () => "mature", fill: "var(--soft)", textAnchor: "end", fontSize: 11.5 }),
    ],
  }), [curve, days]);
  return (
    <Chart title="How labels come in" widest={460} options={options} description={`The share of labels that have come by age, up to ${formatShare(curve.at(-1)?.share ?? null)} after ${formatNumber(curve.at(-1)?.days ?? null)} days.`}
      table={<DataTable caption="Labels by age" rows={curve} columns={[{ title: "days", numeric: true, cell: (point) => formatNumber(point.days) }, { title: "share come", numeric: true, cell: ({ share }) => formatShare(share) }]} />} />
  );
};
