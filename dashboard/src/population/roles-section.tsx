import { formatCount } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import type { ShownPopulation } from "../run-types.ts";

const firstColumns = 20;

/** What each column was taken for, and from what, where nobody said. */
export const RolesSection = ({ shown: { columns, words } }: { shown: ShownPopulation }) => {
  const guessed = columns.filter(([, , , , , mark]) => mark);
  const ordered = [...guessed, ...columns.filter(([, , , , , mark]) => !mark)];
  return (
    <>
      <p>{guessed.length === 0 ? "People named every column." : `${formatCount(guessed.length)} of ${formatCount(columns.length)} columns were guessed from their names, types and values. A mapping says what they are.`}</p>
      <More rows={ordered} first={firstColumns} render={(some) => (
        <DataTable caption="What each column was taken for" rows={some} columns={[
          { title: "column", cell: ([name]) => <bdi className="name">{name}</bdi> }, { title: "role", cell: ([, role]) => words[role] }, { title: "kind", cell: ([, , kind, type]) => <>{words[kind]} <small>{words[type]}</small></> },
          { title: "from", cell: ([, , , , why, mark]) => <>{mark && <span className="mark">guessed</span>} <span className="soft" dir="auto">{words[why]}</span></> },
          { title: "in", cell: ([, , , , , , reference, candidate]) => (reference && candidate ? "both" : reference ? "reference only" : "candidate only") },
        ]} />
      )} />
    </>
  );
};
