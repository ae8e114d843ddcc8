import { armWords } from "../../../src/report/wording/arm-words.ts";
import { formatCount, formatNumber, formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideName } from "../parts/side-mark.tsx";
import type { Run } from "../run-types.ts";

const firstRows = 16;

/** Each environment against itself, asked in ways that should not matter; what could not be asked says why. */
export const NoiseSection = ({ run }: { run: Run }) => (
  <More rows={run.noise} first={firstRows} render={(some) => (
    <DataTable caption="The same rows asked in another way" rows={some} columns={[
      { title: "environment", cell: ({ environment }) => <SideName run={run} name={environment} /> }, { title: "asked", cell: ({ arm }) => armWords[arm] }, { title: "output", cell: ({ output }) => <bdi className="name">{output}</bdi> },
      { title: "moved beyond tolerance", numeric: true, cell: ({ outside, pairs, skipped }) => (skipped === null ? <>{formatShare(pairs === 0 ? null : outside / pairs)} <small>{formatCount(outside)} of {formatCount(pairs)}</small></> : "") },
      { title: "changed at all", numeric: true, cell: ({ changed, skipped }) => (skipped === null ? formatCount(changed) : "") },
      { title: "largest", numeric: true, cell: ({ maxAbsoluteDifference, skipped }) => (skipped === null ? formatNumber(maxAbsoluteDifference) : "") },
      { title: "not asked because", cell: ({ skipped }) => <span className="soft" dir="auto">{skipped}</span> },
    ]} />
  )} />
);
