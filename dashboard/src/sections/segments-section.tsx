import { formatInterval } from "../../../src/report/wording/format-effect.ts";
import { formatCount, formatShare } from "../../../src/report/wording/format-number.ts";
import { EffectBar } from "../charts/effect-bar.tsx";
import { type Drawn, effectScale } from "../charts/effect-scale.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { Term } from "../parts/term.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { Run, SegmentComparison } from "../run-types.ts";

const firstSegments = 12;

/** Parts of the inputs, each judged by itself with the family kept in check. */
export const SegmentsSection = ({ run }: { run: Run }) => {
  const margin = run.findings.find(({ check, margin: known }) => check === "parity.segment" && known !== null)?.margin ?? null;
  const drawnOf = ({ outside, pairs, interval }: SegmentComparison): Drawn => ({ estimate: pairs === 0 ? null : outside / pairs, interval, margin, unit: "share" });
  const scale = effectScale(run.segments.map(drawnOf));
  return (
    <>
      <More rows={run.segments} first={firstSegments} render={(some) => (
        <DataTable caption="Share of pairs outside tolerance by segment" rows={some} columns={[
          { title: "verdict", cell: ({ verdict }) => <VerdictMark verdict={verdict} /> },
          { title: "segment", cell: ({ segment }) => <bdi className="name">{segment}</bdi> }, { title: "output", cell: ({ output }) => <bdi className="name">{output}</bdi> },
          { title: "outside", numeric: true, cell: ({ outside, pairs }) => <>{formatShare(pairs === 0 ? null : outside / pairs)} <small>{formatCount(outside)} of {formatCount(pairs)}</small></> },
          { title: "", cell: (segment) => <div className="bar-cell"><EffectBar drawn={drawnOf(segment)} verdict={segment.verdict} scale={scale} subject={`${segment.output}, ${segment.segment}`} /></div> },
          { title: <Term name="interval" />, numeric: true, cell: ({ interval }) => <small>{formatInterval(interval, "share")}</small> },
        ]} />
      )} />
      <p className="aside"><Term name="family">Why a segment needs more to fail</Term></p>
    </>
  );
};
