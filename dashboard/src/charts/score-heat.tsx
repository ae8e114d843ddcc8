import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { useCallback, useMemo } from "react";
import { formatCount, formatNumber } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import type { OutputComparison, Run } from "../run-types.ts";
import { Chart } from "./chart.tsx";

const faintest = 0.16;
const mostTableRows = 200;

/** Reference score against candidate score in bins: on the diagonal both say the same. */
export const ScoreHeat = ({ run, bins }: { run: Run; bins: NonNullable<OutputComparison["scoreBins"]> }) => {
  const cells = useMemo(() => {
    const size = (bins.high - bins.low) / bins.count;
    const most = Math.max(1, ...bins.cells.map(({ count }) => count));
    const edge = (bin: number): number => bins.low + bin * size;
    return bins.cells.map((cell) => ({
      ...cell, x1: edge(cell.reference), x2: edge(cell.reference + 1), y1: edge(cell.candidate), y2: edge(cell.candidate + 1),
      opacity: most === 1 ? 1 : faintest + ((1 - faintest) * Math.log(cell.count)) / Math.log(most),
      text: `${formatNumber(edge(cell.reference))} to ${formatNumber(edge(cell.reference + 1))} in the reference, ${formatNumber(edge(cell.candidate))} to ${formatNumber(edge(cell.candidate + 1))} in the candidate: ${formatCount(cell.count)} pairs`,
    }));
  }, [bins]);
  const { reference, candidate } = run.environments;
  const options = useCallback((plot: typeof Drawing, width: number): Plot.PlotOptions => {
    const axis = { domain: [bins.low, bins.high], ticks: 4, tickSize: 3, tickFormat: (value: number) => formatNumber(value) };
    return {
      height: width, marginLeft: 52, marginBottom: 44, marginTop: 24, marginRight: 20,
      x: { ...axis, label: `${reference.name.slice(0, 24)} →`, labelArrow: "none" }, y: { ...axis, label: `↑ ${candidate.name.slice(0, 24)}`, labelArrow: "none" },
      opacity: { type: "identity" },
      marks: [
        plot.rect(cells, { x1: "x1", x2: "x2", y1: "y1", y2: "y2", inset: 0.4, fill: (cell: (typeof cells)[number]) => (cell.reference === cell.candidate ? "var(--ink)" : "var(--candidate)"), fillOpacity: "opacity", title: "text" }),
        plot.line([[bins.low, bins.low], [bins.high, bins.high]], { stroke: "var(--soft)", strokeDasharray: "3 3" }),
        plot.frame({ stroke: "var(--line)" }),
      ],
    };
  }, [bins, cells, reference.name, candidate.name]);
  const apart = bins.cells.filter((cell) => cell.reference !== cell.candidate).reduce((sum, { count }) => sum + count, 0);
  return (
    <Chart title="Score against score" widest={340} options={options}
      description={`Pairs by reference score (across) and candidate score (up), darker for more pairs on a logarithmic scale. ${formatCount(apart)} pairs fall into another bin in the candidate.`}
      table={<DataTable caption="Pairs by score bin" rows={[...cells].sort((a, b) => b.count - a.count).slice(0, mostTableRows)} columns={[{ title: "reference from", numeric: true, cell: ({ x1 }) => formatNumber(x1) }, { title: "candidate from", numeric: true, cell: ({ y1 }) => formatNumber(y1) }, { title: "pairs", numeric: true, cell: ({ count }) => formatCount(count) }]} />} />
  );
};
