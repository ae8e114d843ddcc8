import { caseGrid } from "../../../src/report/wording/case-grid.ts";
import { throughWords } from "../../../src/report/wording/through-words.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideName } from "../parts/side-mark.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { Run } from "../run-types.ts";

const firstRows = 16;

/** Small inputs with an agreed outcome, in every environment; what came instead stands in the cell. */
export const CasesSection = ({ run }: { run: Run }) => {
  const { environments, rows } = caseGrid(run);
  return (
    <More rows={rows} first={firstRows} render={(some) => (
      <DataTable caption="Agreed outcomes by environment" rows={some} columns={[
        { title: "case", cell: ({ name }) => <bdi className="name">{name}</bdi> }, { title: "through", cell: ({ through }) => <bdi>{throughWords(through)}</bdi> },
        ...environments.map((environment, at) => ({
          title: <SideName run={run} name={environment} />,
          cell: ({ cells }: (typeof rows)[number]) => {
            const cell = cells[at] ?? null;
            if (cell === null) return <span className="soft">not run</span>;
            return <><VerdictMark verdict={cell.verdict} />{cell.verdict !== "pass" && <span className="check" dir="auto">{cell.statement}</span>}</>;
          },
        })),
      ]} />
    )} />
  );
};
