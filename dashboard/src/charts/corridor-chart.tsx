import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { useCallback, useId } from "react";
import type { DrawnPoint } from "../../../src/report/validation/packed-series.ts";
import { formatEffect } from "../../../src/report/wording/format-effect.ts";
import { formatCount, formatNumber } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import type { SeriesJudgement } from "../run-types.ts";
import { Chart } from "./chart.tsx";
import { CorridorKey, type Shape } from "./corridor-key.tsx";
import { hatch } from "./hatch.ts";
import { domainOf, localDay, localLabel } from "./series-axis.ts";

/** A span of the calendar on the axis of local time. */
interface Band {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly excluded: boolean;
}

/** A moment with a name: an amendment. */
interface Moment {
  readonly at: number;
  readonly name: string;
}

interface CorridorChartProps {
  readonly title: string;
  readonly description: string;
  readonly points: readonly DrawnPoint[];
  readonly corridor: SeriesJudgement["corridor"];
  readonly promised: number | null;
  readonly unit: string;
  readonly onset: number | null;
  readonly bands: readonly Band[];
  readonly amendments: readonly Moment[];
  readonly hours: boolean;
}

const statusWords = { judged: "judged", missing: "no rows", thin: "too few rows or labels", maturing: "labels may still come", excluded: "left out by the calendar" } as const;

/* A single window beyond the corridor is nothing yet: few rows scatter. Beyond what was expected of just such a window it is told apart, on the sides that are judged. */
const shapeOf = (point: DrawnPoint, { low, high }: SeriesJudgement["corridor"]): Shape => {
  if (point.estimate === null || point.status === "missing") return "missing";
  if (point.status !== "judged") return point.status;
  const { estimate, expectedLow, expectedHigh } = point;
  return (low !== null && estimate < Math.min(low, expectedLow ?? low)) || (high !== null && estimate > Math.max(high, expectedHigh ?? high)) ? "outside" : "inside";
};

/** The windows of production over its corridor: what was seen with its interval, what was expected of such a window, what was not judged and why, since when it is outside. */
export const CorridorChart = ({ title, description, points, corridor, promised, unit, onset, bands, amendments, hours }: CorridorChartProps) => {
  const pattern = useId();
  const domain = domainOf(points, corridor, promised, unit);
  const shaped = points.map((point) => ({ ...point, shape: shapeOf(point, corridor), middle: new Date((point.at + point.until) / 2) }));
  const options = useCallback((plot: typeof Drawing, width: number): Plot.PlotOptions => {
    const [bottom, top] = domain;
    const first = points[0]?.at ?? 0;
    const last = points.at(-1)?.until ?? 1;
    const radius = Math.max(1.8, Math.min(4, width / points.length / 1.6));
    const line = points.length > width / 3 ? 1 : 1.6;
    const of = (shape: Shape) => shaped.filter((point) => point.shape === shape);
    const seen = shaped.filter(({ estimate, low, high }) => estimate !== null && low !== null && high !== null);
    const said = (point: DrawnPoint): string => `${localLabel(point.at, hours)}: ${formatEffect(point.estimate, unit)}, ${statusWords[point.status]}, n ${formatCount(point.rows)}${point.note === null ? "" : ` (${point.note})`}`;
    const dots = (shape: Shape, look: Plot.DotOptions): Plot.Markish => plot.dot(of(shape), { x: "middle", y: "estimate", title: said, clip: true, ...look });
    const shownBands = bands.filter(({ from, to }) => to > first && from < last).map((band) => ({ ...band, from: new Date(Math.max(first, band.from)), to: new Date(Math.min(last, band.to)) }));
    return {
      height: Math.round(Math.max(240, Math.min(340, width * 0.46))), marginLeft: 56, marginRight: 14, marginTop: 26, marginBottom: 42,
      x: { type: "utc", domain: [new Date(first), new Date(last)], label: null, ticks: Math.max(3, Math.floor(width / 110)), tickSize: 3 },
      y: { domain: [bottom, top], label: null, grid: true, ticks: 5, tickSize: 0, tickFormat: (value: number) => formatEffect(value, unit) },
      marks: [
        hatch(pattern),
        plot.rect(shownBands, { x1: "from", x2: "to", y1: bottom, y2: top, fill: ({ excluded }: Band) => (excluded ? `url(#${pattern})` : "var(--wash)"), title: "name" }),
        plot.rect([0], { x1: new Date(first), x2: new Date(last), y1: corridor.low ?? bottom, y2: corridor.high ?? top, fill: "var(--zone)" }),
        plot.ruleY([corridor.low, corridor.high].filter((value) => value !== null), { stroke: "var(--pass)", strokeWidth: 1 }),
        plot.ruleY(promised === null ? [] : [promised], { stroke: "var(--soft)", strokeDasharray: "1 4" }),
        plot.areaY(shaped, { x: "middle", y1: "expectedLow", y2: "expectedHigh", fill: "var(--mute)", fillOpacity: 0.2, clip: true }),
        plot.ruleX(of("missing"), { x: "middle", y1: bottom, y2: top, stroke: "var(--line-strong)", strokeDasharray: "1 4" }),
        plot.ruleX(seen, { x: "middle", y1: "low", y2: "high", stroke: ({ shape }: { shape: Shape }) => (shape === "outside" ? "var(--fail)" : shape === "inside" ? "var(--candidate)" : "var(--mute)"), strokeOpacity: 0.5, strokeWidth: line, clip: true }),
        plot.dot(of("missing"), { x: "middle", y: bottom, symbol: "times", stroke: "var(--soft)", r: 3, dy: -6, title: said }),
        dots("excluded", { symbol: "times", stroke: "var(--soft)", r: radius }),
        dots("thin", { symbol: "square", stroke: "var(--soft)", fill: "var(--paper)", r: radius }),
        dots("maturing", { stroke: "var(--candidate)", fill: "var(--paper)", r: radius }),
        dots("inside", { fill: "var(--candidate)", r: radius }),
        dots("outside", { symbol: "diamond", fill: "var(--fail)", r: radius * 1.25 }),
        plot.ruleX(amendments.map(({ at }) => new Date(at)), { stroke: "var(--link)", strokeDasharray: "4 3" }),
        plot.text(amendments.map((moment) => ({ ...moment, at: new Date(moment.at) })), { x: "at", y: top, dy: -8, text: "name", fill: "var(--link)", fontSize: 11.5, textAnchor: "middle" }),
        plot.ruleX(onset === null ? [] : [new Date(onset)], { stroke: "var(--fail)", strokeWidth: 1.5 }),
        plot.text(onset === null ? [] : [onset], { x: () => new Date(onset ?? 0), y: top, dy: -8, text: () => `left ${localDay(onset ?? 0)}`, fill: "var(--fail)", fontSize: 11.5, fontWeight: 600, textAnchor: onset !== null && onset > first + (last - first) * 0.8 ? "end" : "middle" }),
      ],
    };
    // Every input of the drawing changes together with the points.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the derived lists are made anew on each rendering, the points are not
  }, [points, corridor, promised, unit, onset, bands, amendments, hours, pattern]);
  const shapes = new Set(shaped.map(({ shape }) => shape));
  return (
    <div className="corridor">
      <Chart title={title} description={description} widest={980} options={options}
        table={<DataTable caption={title} rows={points} columns={[
          { title: hours ? "hour" : "window", cell: ({ at }) => <span className="nowrap">{localLabel(at, hours)}</span> }, { title: "state", cell: ({ status }) => statusWords[status] }, { title: "seen", numeric: true, cell: ({ estimate }) => formatEffect(estimate, unit) },
          { title: "interval", numeric: true, cell: ({ low, high }) => (low === null || high === null ? "–" : `${formatEffect(low, unit)} to ${formatEffect(high, unit)}`) },
          { title: "expected", numeric: true, cell: ({ expectedLow, expectedHigh }) => (expectedLow === null || expectedHigh === null ? "–" : `${formatEffect(expectedLow, unit)} to ${formatEffect(expectedHigh, unit)}`) },
          { title: "rows", numeric: true, cell: ({ rows }) => formatCount(rows) }, { title: "labelled", numeric: true, cell: ({ labelled }) => formatNumber(labelled) }, { title: "note", cell: ({ note }) => note ?? "" },
        ]} />} />
      <CorridorKey shapes={shapes} onset={onset !== null} amended={amendments.length > 0} calendar={bands.length > 0} promised={promised !== null} expected={points.some(({ expectedLow }) => expectedLow !== null)} />
    </div>
  );
};
