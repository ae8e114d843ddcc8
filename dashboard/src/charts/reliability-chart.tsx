import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { useCallback } from "react";
import { formatCount, formatNumber, formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import type { ReliabilityCurve, Run } from "../run-types.ts";
import { Chart } from "./chart.tsx";
import { sideStroke } from "./side-stroke.ts";

type Bin = ReliabilityCurve["bins"][number];

/** Mean score against observed share of positives, both environments over the diagonal. */
export const ReliabilityChart = ({ run, output, curves }: { run: Run; output: string; curves: readonly ReliabilityCurve[] }) => {
  const options = useCallback((plot: typeof Drawing, width: number): Plot.PlotOptions => ({
    height: width, marginLeft: 48, marginBottom: 40, marginTop: 12, marginRight: 28,
    x: { domain: [0, 1], label: "mean score →", labelArrow: "none", ticks: 5, tickSize: 3, tickFormat: (value: number) => formatShare(value) },
    y: { domain: [0, 1], label: null, ticks: 5, tickSize: 0, grid: true, tickFormat: (value: number) => formatShare(value) },
    marks: [
      plot.line([[0, 0], [1, 1]], { stroke: "var(--soft)", strokeDasharray: "2 3" }),
      ...curves.flatMap(({ environment, bins }) => {
        const line = sideStroke(run, environment);
        const symbol = environment === run.environments.reference.name ? "circle" : "diamond";
        return [
          plot.ruleX(bins, { x: "meanScore", y1: (bin: Bin) => bin.interval.low ?? bin.observed, y2: (bin: Bin) => bin.interval.high ?? bin.observed, stroke: line.stroke, strokeOpacity: 0.55 }),
          plot.line(bins, { x: "meanScore", y: "observed", strokeWidth: 2, ...line }),
          plot.dot(bins, { x: "meanScore", y: "observed", symbol, r: 4, fill: line.stroke, title: (bin: Bin) => `scored ${formatNumber(bin.meanScore)}, observed ${formatShare(bin.observed)} of ${formatCount(bin.n)}` }),
        ];
      }),
    ],
  }), [run, curves]);
  const rows = curves.flatMap(({ environment, bins }) => bins.map((bin) => ({ environment, ...bin })));
  return (
    <Chart title={`Observed share of positives by ${output}`} widest={420} options={options} description="For rows grouped by score, the share that turned out positive. On the diagonal the score means what it says."
      table={<DataTable caption="Reliability curve" rows={rows} columns={[{ title: "environment", cell: ({ environment }) => <bdi>{environment}</bdi> }, { title: "mean score", numeric: true, cell: ({ meanScore }) => formatNumber(meanScore) }, { title: "observed", numeric: true, cell: ({ observed }) => formatShare(observed) }, { title: "n", numeric: true, cell: ({ n }) => formatCount(n) }]} />} />
  );
};
