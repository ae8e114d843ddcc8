import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { useCallback, useMemo } from "react";
import { formatCount, formatNumber } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import type { OutputComparison } from "../run-types.ts";
import { Chart } from "./chart.tsx";
import { countTicks } from "./count-ticks.ts";

const height = 190;

const rangeOf = (bin: number): string => (bin === 0 ? "0" : bin === 1 ? "1" : `${formatNumber(2 ** (bin - 1))} to ${formatNumber(2 ** bin - 1)}`);

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const powerOfTwo = (exponent: number): string => (exponent < 4 ? String(2 ** exponent) : `2${[...String(exponent)].map((digit) => superscripts[Number(digit)]).join("")}`);

/** How many representable numbers lie between the two answers, by powers of two. */
export const UlpHistogram = ({ bins }: { bins: NonNullable<OutputComparison["ulp"]> }) => {
  const known = useMemo(() => {
    const counts = new Map(bins.map(({ bin, count }) => [bin, count]));
    return Array.from({ length: Math.max(1, ...counts.keys()) + 1 }, (_, bin) => ({ bin, count: counts.get(bin) ?? 0 }));
  }, [bins]);
  const options = useCallback((plot: typeof Drawing, width: number): Plot.PlotOptions => {
    const most = Math.max(1, ...known.map(({ count }) => count));
    const step = Math.max(1, Math.ceil(known.length / Math.max(3, Math.floor(width / 64))));
    return {
      height, marginLeft: 48, marginBottom: 34, marginTop: 18,
      x: { domain: [-0.6, known.length - 0.4], ticks: known.map(({ bin }) => bin).filter((bin) => bin % step === 0), tickFormat: (bin: number) => (bin === 0 ? "0" : powerOfTwo(bin - 1)), label: null, tickSize: 3 },
      y: { type: "symlog", constant: 1, domain: [0, most * 1.1], ticks: countTicks(most), tickFormat: (value: number) => formatCount(value), label: null, grid: true, tickSize: 0 },
      marks: [
        plot.rect(known, { x1: ({ bin }: { bin: number }) => bin - 0.45, x2: ({ bin }: { bin: number }) => bin + 0.45, y1: 0, y2: "count", fill: "var(--mute)", title: ({ bin, count }: { bin: number; count: number }) => `${rangeOf(bin)} steps: ${formatCount(count)} pairs` }),
        plot.ruleY([0], { stroke: "var(--line-strong)" }),
      ],
    };
  }, [known]);
  return (
    <Chart title="Floating-point steps apart" description="Pairs by the number of representable numbers between the two answers, in powers of two; the height counts pairs on a logarithmic scale." options={options} widest={440}
      table={<DataTable caption="Pairs by floating-point steps" rows={known} columns={[{ title: "steps", cell: ({ bin }) => rangeOf(bin) }, { title: "pairs", numeric: true, cell: ({ count }) => formatCount(count) }]} />} />
  );
};
