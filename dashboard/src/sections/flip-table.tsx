import { formatCount, formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { SideSign } from "../parts/side-mark.tsx";
import type { OutputComparison, Run } from "../run-types.ts";

/** Which decision became which, and how often. */
export const FlipTable = ({ run, output, flips }: { run: Run; output: OutputComparison; flips: NonNullable<OutputComparison["flips"]> }) => (
  <DataTable caption="Decisions, reference to candidate" rows={flips} columns={[
    { title: <span className="side-name"><SideSign side="reference" /><bdi>{run.environments.reference.name}</bdi></span>, cell: ({ reference }) => <bdi className="value">{reference}</bdi> },
    { title: <span className="side-name"><SideSign side="candidate" /><bdi>{run.environments.candidate.name}</bdi></span>, cell: ({ candidate }) => <bdi className="value">{candidate}</bdi> },
    { title: "", cell: ({ reference, candidate }) => (reference === candidate ? <span className="soft">same</span> : <strong className="changed">≠ changed</strong>) },
    { title: "pairs", numeric: true, cell: ({ count }) => formatCount(count) },
    { title: "share", numeric: true, cell: ({ count }) => formatShare(output.pairs === 0 ? null : count / output.pairs) },
  ]} />
);
