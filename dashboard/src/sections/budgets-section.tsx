import { formatBytes } from "../../../src/report/wording/format-bytes.ts";
import { formatEffect } from "../../../src/report/wording/format-effect.ts";
import { formatCount, formatNumber, formatShare, noNumber } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideName } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { Run } from "../run-types.ts";

const firstRows = 16;

/** How much of a limit is used: a bar up to the limit's line, in words for those who do not see it. */
const Used = ({ budget: { measured, limit, verdict } }: { budget: Run["budgets"][number] }) => {
  if (measured === null || limit <= 0) return <span className="soft">{noNumber}</span>;
  const share = measured / limit;
  const scale = Math.max(1, share) * 1.05;
  return (
    <svg className={`used effect-${verdict}`} role="img" width="100%" height="16">
      <title>{`${formatShare(share)} of the limit`}</title>
      <rect className="used-ground" x="0" y="4" width="100%" height="8" rx="2" />
      <rect className="used-bar" x="0" y="4" width={`${(100 * share) / scale}%`} height="8" rx="2" />
      <line className="used-limit" x1={`${100 / scale}%`} x2={`${100 / scale}%`} y1="0" y2="16" />
    </svg>
  );
};

/** Limits that each environment keeps by itself, and what it used. */
export const BudgetsSection = ({ run }: { run: Run }) => (
  <>
    {run.budgets.length > 0 && (
      <More rows={run.budgets} first={firstRows} render={(some) => (
        <DataTable caption="Agreed limits and what was measured" rows={some} columns={[
          { title: "verdict", cell: ({ verdict }) => <VerdictMark verdict={verdict} /> }, { title: "environment", cell: ({ environment }) => <SideName run={run} name={environment} /> }, { title: <Term name="budget">budget</Term>, cell: ({ budget }) => <bdi className="name">{budget}</bdi> },
          { title: "measured", numeric: true, cell: ({ measured, unit }) => (measured === null ? <span className="soft">not measured</span> : formatEffect(measured, unit)) }, { title: "limit", numeric: true, cell: ({ limit, unit }) => `≤ ${formatEffect(limit, unit)}` },
          { title: "of the limit", cell: (budget) => <div className="bar-cell"><Used budget={budget} /></div> },
        ]} />
      )} />
    )}
    {run.resources.length > 0 && (
      <DataTable caption="What each used while it was asked" rows={run.resources} columns={[
        { title: "environment", cell: ({ environment }) => <SideName run={run} name={environment} /> }, { title: "peak memory", numeric: true, cell: ({ peakMemoryBytes }) => (peakMemoryBytes === null ? noNumber : formatBytes(peakMemoryBytes)) },
        { title: "processor time", numeric: true, cell: ({ cpuSeconds }) => (cpuSeconds === null ? noNumber : `${formatNumber(cpuSeconds)} s`) }, { title: "peak GPU memory", numeric: true, cell: ({ peakGpuMemoryBytes }) => (peakGpuMemoryBytes === null ? noNumber : formatBytes(peakGpuMemoryBytes)) },
        { title: "GPU use", numeric: true, cell: ({ meanGpuUtilisation }) => formatShare(meanGpuUtilisation) }, { title: "samples", numeric: true, cell: ({ samples }) => formatCount(samples) }, { title: "read from", cell: ({ source }) => <bdi className="value">{source}</bdi> },
      ]} />
    )}
  </>
);
