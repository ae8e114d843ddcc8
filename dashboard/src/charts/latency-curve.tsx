import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { useCallback } from "react";
import { formatNumber, formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import type { Run } from "../run-types.ts";
import { Chart } from "./chart.tsx";
import { sideStroke } from "./side-stroke.ts";

const height = 240;

/** Share of requests answered by each time, both environments. */
export const LatencyCurve = ({ run }: { run: Run }) => {
  const { latency } = run;
  const options = useCallback((plot: typeof Drawing): Plot.PlotOptions => ({
    height, marginLeft: 48, marginBottom: 40, marginTop: 12, marginRight: 20,
    x: { type: "log", label: "milliseconds →", labelArrow: "none", ticks: 5, tickSize: 3, tickFormat: (value: number) => formatNumber(value) },
    y: { domain: [0, 1], tickFormat: (value: number) => formatShare(value), label: null, grid: true, tickSize: 0, ticks: 5 },
    marks: latency.map((summary) => plot.line(summary.curve.filter(({ ms }) => ms > 0), { x: "ms", y: "share", strokeWidth: 2, ...sideStroke(run, summary.environment) })),
  }), [run, latency]);
  const rows = latency.flatMap(({ environment, curve }) => curve.filter((_, index) => index % 5 === 0).map((point) => ({ environment, ...point })));
  return (
    <Chart title="Requests answered within this time" options={options} description="For each time, the share of requests that had been answered, one curve per environment."
      table={<DataTable caption="Latency curve" rows={rows} columns={[{ title: "environment", cell: ({ environment }) => <bdi>{environment}</bdi> }, { title: "ms", numeric: true, cell: ({ ms }) => formatNumber(ms) }, { title: "answered", numeric: true, cell: ({ share }) => formatShare(share) }]} />} />
  );
};
