import { formatNumber } from "../../../src/report/wording/format-number.ts";
import { EffectBar } from "../charts/effect-bar.tsx";
import { type Drawn, effectScale } from "../charts/effect-scale.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { CorrelationShift } from "../run-types.ts";

const firstPairs = 10;

const drawnOf = ({ difference, interval }: CorrelationShift): Drawn => ({ estimate: difference, interval, margin: null, unit: "difference" });

/** Columns that hang together otherwise than before, furthest apart first. */
export const CorrelationsSection = ({ correlations }: { correlations: readonly CorrelationShift[] }) => {
  const scale = effectScale(correlations.map(drawnOf));
  return (
    <More rows={correlations} first={firstPairs} render={(some) => (
      <DataTable caption="Correlation of two columns" rows={some} columns={[
        { title: "verdict", cell: ({ verdict }) => <VerdictMark verdict={verdict} /> }, { title: "columns", cell: ({ a, b }) => <><bdi className="name">{a}</bdi> and <bdi className="name">{b}</bdi></> },
        { title: "reference", numeric: true, cell: ({ reference }) => formatNumber(reference) }, { title: "candidate", numeric: true, cell: ({ candidate }) => formatNumber(candidate) },
        { title: "difference", numeric: true, cell: ({ difference, interval }) => <>{formatNumber(difference)}<small className="besides">{formatNumber(interval.low)} to {formatNumber(interval.high)}</small></> },
        { title: "", cell: (pair) => <div className="bar-cell"><EffectBar drawn={drawnOf(pair)} verdict={pair.verdict} scale={scale} subject={`${pair.a} and ${pair.b}`} /></div> },
      ]} />
    )} />
  );
};
