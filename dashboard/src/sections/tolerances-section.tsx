import { formatNumber } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { Term } from "../parts/term.tsx";
import type { OutputComparison, Run } from "../run-types.ts";

const firstRows = 12;

const modeWords = { either: "or", both: "and", additive: "plus" } as const;

const rule = ({ tolerance }: OutputComparison): string =>
  tolerance === null ? "exactly equal" : `± ${formatNumber(tolerance.absolute)} ${modeWords[tolerance.mode]} ${formatNumber(tolerance.relative)} of the larger`;

/** What counted as the same, who said so, and what would have been needed to pass. */
export const TolerancesSection = ({ run }: { run: Run }) => (
  <>
    <More rows={run.outputs} first={firstRows} render={(some) => (
      <DataTable caption="When two values counted as the same" rows={some} columns={[
        { title: "output", cell: ({ output }) => <bdi className="name">{output}</bdi> }, { title: <Term name="tolerance" />, cell: rule },
        { title: "", cell: ({ tolerance }) => (tolerance === null ? <span className="soft">no tolerance needed</span> : <span dir="auto"><strong>{tolerance.origin === "agreed" ? "agreed" : "not agreed"}</strong>: {tolerance.origin === "agreed" ? "" : "derived as "}{tolerance.why}</span>) },
        { title: <Term name="smallest" />, numeric: true, cell: ({ smallestTolerance }) => (smallestTolerance === null ? "–" : `± ${formatNumber(smallestTolerance)}`) },
      ]} />
    )} />
  </>
);
