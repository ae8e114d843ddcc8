import type * as Plot from "@observablehq/plot";
import type * as Drawing from "./drawing.ts";
import { useCallback } from "react";
import { formatEffect } from "../../../src/report/wording/format-effect.ts";
import { formatNumber } from "../../../src/report/wording/format-number.ts";
import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import { DataTable } from "../parts/data-table.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { SeriesJudgement, Verdict } from "../run-types.ts";
import { Chart } from "./chart.tsx";
import { localDay, localLabel } from "./series-axis.ts";

interface Look {
  readonly at: number;
  readonly verdict: Verdict;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly logEValue: number;
}

/** What each look would have said: the estimate over everything judged until then with its confidence sequence, and the verdict where it changed. */
export const SequenceChart = ({ title, looks, corridor, unit, span }: { title: string; looks: readonly Look[]; corridor: SeriesJudgement["corridor"]; unit: string; span: readonly [number, number] }) => {
  const options = useCallback((plot: typeof Drawing, width: number): Plot.PlotOptions => {
    // The first looks know next to nothing: their width is cut, and still seen to be wide.
    const values = [corridor.low, corridor.high, ...looks.map(({ estimate }) => estimate), ...looks.slice(Math.min(3, looks.length - 1)).flatMap(({ low, high }) => [low, high])].filter((value) => value !== null);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const room = (most - least) * 0.12 || 1;
    const [bottom, top] = [least - room, most + room];
    const drawn = looks.map((look) => ({ ...look, at: new Date(look.at) }));
    const changes = drawn.filter(({ verdict }, index) => verdict !== drawn[index - 1]?.verdict);
    return {
      height: Math.round(Math.max(180, Math.min(230, width * 0.3))), marginLeft: 56, marginRight: 14, marginTop: 22, marginBottom: 42,
      x: { type: "utc", domain: span.map((time) => new Date(time)), label: null, ticks: Math.max(3, Math.floor(width / 110)), tickSize: 3 },
      y: { domain: [bottom, top], label: null, grid: true, ticks: 4, tickSize: 0, tickFormat: (value: number) => formatEffect(value, unit) },
      marks: [
        plot.rect([0], { x1: new Date(span[0]), x2: new Date(span[1]), y1: corridor.low ?? bottom, y2: corridor.high ?? top, fill: "var(--zone)" }),
        plot.ruleY([corridor.low, corridor.high].filter((value) => value !== null), { stroke: "var(--pass)", strokeWidth: 1 }),
        plot.areaY(drawn, { x: "at", y1: "low", y2: "high", fill: "var(--candidate)", fillOpacity: 0.16, clip: true }),
        plot.line(drawn, { x: "at", y: "low", stroke: "var(--candidate)", strokeOpacity: 0.6, clip: true }), plot.line(drawn, { x: "at", y: "high", stroke: "var(--candidate)", strokeOpacity: 0.6, clip: true }),
        plot.line(drawn, { x: "at", y: "estimate", stroke: "var(--candidate)", strokeWidth: 2, clip: true }),
        plot.ruleX(changes, { x: "at", stroke: (look: Look) => `var(--${look.verdict})`, strokeDasharray: "2 2" }),
        plot.text(changes, { x: "at", y: top, dy: -7, dx: 3, text: (look: Look) => (width < 480 ? verdictWords[look.verdict].symbol : `${verdictWords[look.verdict].symbol} ${verdictWords[look.verdict].word}`), fill: (look: Look) => `var(--${look.verdict})`, fontSize: 11.5, textAnchor: "start" }),
      ],
    };
  }, [looks, corridor, unit, span]);
  return (
    <Chart title={title} widest={980} options={options} description={`The estimate over everything judged until each look with its confidence sequence against the corridor; the verdict changed on ${looks.filter(({ verdict }, index) => verdict !== looks[index - 1]?.verdict).map(({ at, verdict }) => `${localDay(at)} to ${verdictWords[verdict].word}`).join(", ")}.`}
      table={<DataTable caption={title} rows={looks} columns={[
        { title: "look", cell: ({ at }) => <span className="nowrap">{localLabel(at, false)}</span> }, { title: "verdict", cell: ({ verdict }) => <VerdictMark verdict={verdict} /> }, { title: "estimate", numeric: true, cell: ({ estimate }) => formatEffect(estimate, unit) },
        { title: "confidence sequence", numeric: true, cell: ({ low, high }) => (low === null || high === null ? "–" : `${formatEffect(low, unit)} to ${formatEffect(high, unit)}`) }, { title: "evidence, 1 to", numeric: true, cell: ({ logEValue }) => formatNumber(Math.exp(logEValue)) },
      ]} />} />
  );
};
