import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { useCallback } from "react";
import { formatCount, formatMoment, formatNumber, formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import type { ColumnShift, Run } from "../run-types.ts";
import { Chart } from "./chart.tsx";
import { sharesOf } from "./paired-bars.tsx";

interface Bar {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly reference: number;
  readonly candidate: number;
}

const rowHeight = 34;
const numericHeight = 230;
const longestLabel = 22;

const cut = (label: string): string => (label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label);

/** Shares of both sides: a filled ground and a line over it for numbers, pairs of bars for named values. */
export const PopulationPicture = ({ run, shift }: { run: Run; shift: ColumnShift & { picture: NonNullable<ColumnShift["picture"]> } }) => {
  const { picture: { bars }, column, kind } = shift;
  const named = kind === "category" || bars.every(({ low, high }) => low === null && high === null);
  const { reference: before, candidate: after } = run.environments;
  const time = kind === "time";
  const options = useCallback((plot: typeof Drawing, width: number): Plot.PlotOptions => {
    // Seconds since 1970 stand on an axis of dates.
    const at = (value: number): number => (time ? value * 1000 : value);
    const said = (value: number): string => (time ? formatMoment(new Date(value).toISOString()) : formatNumber(value));
    const { reference, candidate, most } = sharesOf(bars);
    const shown = bars.map((bar, index): Bar => ({ label: bar.label, low: at(bar.low ?? bar.high ?? index), high: at(bar.high ?? bar.low ?? index + 1), reference: reference[index] ?? 0, candidate: candidate[index] ?? 0 }));
    if (named) {
      const long = shown.flatMap((bar) => [{ ...bar, share: bar.reference, side: before.name, place: 0 }, { ...bar, share: bar.candidate, side: after.name, place: 1 }]);
      return {
        height: shown.length * rowHeight + 34, marginLeft: Math.min(150, Math.max(60, width * 0.26)), marginRight: 44, marginBottom: 28,
        x: { domain: [0, most * 1.02], tickFormat: (value: number) => formatShare(value), ticks: 4, label: null, tickSize: 3 }, fy: { domain: shown.map(({ label }) => label), label: null, tickFormat: cut, padding: 0.22 }, y: { axis: null, padding: 0.08 },
        marks: [
          plot.axisFy({ anchor: "left", label: null, tickFormat: cut }),
          plot.barX(long, { x: "share", y: "place", fy: "label", fill: (row: (typeof long)[number]) => (row.place === 0 ? "var(--reference)" : "var(--candidate)"), fillOpacity: (row: (typeof long)[number]) => (row.place === 0 ? 1 : 0.35), stroke: (row: (typeof long)[number]) => (row.place === 0 ? "none" : "var(--candidate)"), title: (row: (typeof long)[number]) => `${row.label}, ${row.side}: ${formatShare(row.share)}` }),
          plot.text(long, { x: "share", y: "place", fy: "label", text: (row: (typeof long)[number]) => formatShare(row.share), textAnchor: "start", dx: 5, fill: "var(--soft)" }),
        ],
      };
    }
    const stairs = shown.flatMap(({ low, high, candidate: share }) => [{ x: low, y: share }, { x: high, y: share }]);
    return {
      height: numericHeight, marginLeft: 48, marginBottom: 30, marginTop: 10,
      x: { label: null, ticks: Math.max(3, Math.floor(width / 110)), tickSize: 3, ...(time ? { type: "utc" } : { tickFormat: (value: number) => formatNumber(value) }) },
      y: { domain: [0, most * 1.06], tickFormat: (value: number) => formatShare(value), ticks: 4, label: null, grid: true, tickSize: 0 },
      marks: [
        plot.rect(shown, { x1: "low", x2: "high", y1: 0, y2: "reference", fill: "var(--reference)", fillOpacity: 0.35, title: (bar: Bar) => `${said(bar.low)} to ${said(bar.high)}: ${before.name} ${formatShare(bar.reference)}, ${after.name} ${formatShare(bar.candidate)}` }),
        plot.line(stairs, { x: "x", y: "y", stroke: "var(--candidate)", strokeWidth: 2 }),
        plot.ruleY([0], { stroke: "var(--line-strong)" }),
      ],
    };
  }, [bars, named, time, before.name, after.name]);
  const edge = (value: number | null): string => (time && value !== null ? formatMoment(new Date(value * 1000).toISOString()) : formatNumber(value));
  return (
    <Chart title={`${column}, share of rows`} widest={560} options={options} description={`How the values of ${column} are spread in ${before.name} and in ${after.name}, as shares of the rows that have one.`}
      table={<DataTable caption="Rows by value" rows={bars} columns={[
        { title: named ? "value" : "from", cell: ({ label, low }) => (named ? <bdi className="name">{label}</bdi> : edge(low)) }, ...(named ? [] : [{ title: "to", numeric: true, cell: ({ high }: (typeof bars)[number]) => edge(high) }]),
        { title: before.name, numeric: true, cell: ({ reference }) => formatCount(reference) }, { title: after.name, numeric: true, cell: ({ candidate }) => formatCount(candidate) },
      ]} />} />
  );
};
