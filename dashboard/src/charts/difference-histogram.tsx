import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { useCallback, useMemo } from "react";
import { formatCount, formatNumber } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import type { OutputComparison } from "../run-types.ts";
import { Chart } from "./chart.tsx";
import { countTicks } from "./count-ticks.ts";
import { signedLogBins } from "./difference-bins.ts";

const height = 190;
/** A label nearer to that of zero, in pixels, would touch it. */
const closestToZero = 42;

/** How large the differences are, and which way: logarithmic to both sides of zero, the tolerance shaded. */
export const DifferenceHistogram = ({ output }: { output: OutputComparison & { differences: NonNullable<OutputComparison["differences"]> } }) => {
  const tolerance = output.tolerance === null || output.tolerance.absolute === 0 ? null : output.tolerance.absolute;
  const bins = useMemo(() => signedLogBins(output.differences, tolerance), [output.differences, tolerance]);
  const options = useCallback((plot: typeof Drawing, width: number): Plot.PlotOptions => {
    const { bars, innermost, outermost, place } = bins;
    const edge = Math.max(place(10 ** outermost), 1) + 0.15;
    const step = Math.max(1, Math.ceil((outermost - innermost) / Math.max(2, Math.floor(width / 150))));
    const exponents = Array.from({ length: outermost - innermost + 1 }, (_, index) => outermost - index).filter((exponent) => (outermost - exponent) % step === 0);
    const clear = (exponent: number): boolean => (place(10 ** exponent) / edge) * (width / 2) >= closestToZero;
    const ticks = new Map([[0, "0"], ...exponents.filter(clear).flatMap((exponent) => [[place(10 ** exponent), formatNumber(10 ** exponent)], [place(-(10 ** exponent)), `−${formatNumber(10 ** exponent)}`]] as [number, string][])]);
    const outside = (bar: (typeof bars)[number]): boolean => tolerance !== null && Math.min(Math.abs(bar.low), Math.abs(bar.high)) >= tolerance * 0.999;
    const most = Math.max(1, ...bars.map(({ count }) => count));
    return {
      height, marginLeft: 48, marginBottom: 34, marginTop: 18,
      x: { domain: [-edge, edge], ticks: [...ticks.keys()], tickFormat: (value: number) => ticks.get(value) ?? "", label: null, tickSize: 3 },
      y: { type: "symlog", constant: 1, domain: [0, most * 1.1], ticks: countTicks(most), tickFormat: (value: number) => formatCount(value), label: null, grid: true, tickSize: 0 },
      marks: [
        ...(tolerance === null ? [] : [
          plot.rect([0], { x1: place(-tolerance), x2: place(tolerance), y1: 0, y2: most * 1.1, fill: "var(--zone)" }),
          plot.text([tolerance], { x: place(tolerance), y: most * 1.1, text: () => `± ${formatNumber(tolerance)}`, dy: -8, fill: "var(--soft)" }),
        ]),
        plot.rect(bars, { x1: "from", x2: "to", y1: 0, y2: "count", fill: (bar: (typeof bars)[number]) => (outside(bar) ? "var(--candidate)" : "var(--mute)"), insetLeft: 0.4, insetRight: 0.4, title: (bar: (typeof bars)[number]) => (bar.low === bar.high ? `exactly equal: ${formatCount(bar.count)} pairs` : `${formatNumber(bar.low)} to ${formatNumber(bar.high)}: ${formatCount(bar.count)} pairs`) }),
        plot.ruleY([0], { stroke: "var(--line-strong)" }),
      ],
    };
  }, [bins, tolerance]);
  return (
    <Chart
      title="Differences, candidate minus reference"
      description={`Pairs by the size of their difference on an axis that is logarithmic to both sides of zero; the height counts pairs on a logarithmic scale. ${formatCount(output.differences.zero)} pairs are exactly equal. The largest difference is ${formatNumber(output.moments?.maxAbsoluteDifference ?? null)}.`}
      options={options}
      table={<DataTable caption="Pairs by difference" rows={bins.bars} columns={[{ title: "from", numeric: true, cell: (bar) => formatNumber(bar.low) }, { title: "to", numeric: true, cell: (bar) => formatNumber(bar.high) }, { title: "pairs", numeric: true, cell: (bar) => formatCount(bar.count) }]} />}
    />
  );
};
