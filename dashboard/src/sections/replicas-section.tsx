import { formatCount, formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideName } from "../parts/side-mark.tsx";
import type { Run } from "../run-types.ts";

const firstReplicas = 12;

/** Each replica by itself: one that was left behind hides in the average. */
export const ReplicasSection = ({ run }: { run: Run }) => (
  <More rows={run.replicas} first={firstReplicas} render={(some) => (
    <DataTable caption="Share of pairs outside tolerance by replica" rows={some} columns={[
      { title: "environment", cell: ({ environment }) => <SideName run={run} name={environment} /> }, { title: "replica", cell: ({ replica }) => <bdi className="name">{replica}</bdi> }, { title: "output", cell: ({ output }) => <bdi className="name">{output}</bdi> },
      { title: "outside", numeric: true, cell: ({ outside, pairs }) => <>{formatShare(pairs === 0 ? null : outside / pairs)} <small>{formatCount(outside)} of {formatCount(pairs)}</small></> },
    ]} />
  )} />
);
