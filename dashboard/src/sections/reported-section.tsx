import { formatCount } from "../../../src/report/wording/format-number.ts";
import { findingOfReported, reportedNumbers, reportedWords } from "../../../src/report/wording/reported-words.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideName } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { Run } from "../run-types.ts";

const firstRows = 16;

/** What an environment says of itself, beside what its own recording gives. */
export const ReportedSection = ({ run }: { run: Run }) => {
  const judged = run.reported.some((metric) => findingOfReported(run.findings, metric) !== undefined);
  return (
    <More rows={run.reported} first={firstRows} render={(some) => (
      <DataTable caption="Reported, and recomputed from the recording" rows={some} columns={[
        ...(judged ? [{ title: "verdict", cell: (metric: (typeof some)[number]) => { const finding = findingOfReported(run.findings, metric); return finding === undefined ? "–" : <VerdictMark verdict={finding.verdict} />; } }] : []),
        { title: "environment", cell: ({ environment }) => <SideName run={run} name={environment} /> }, { title: "metric", cell: ({ metric }) => <bdi className="name">{metric}</bdi> },
        { title: "reported", numeric: true, cell: (metric) => reportedNumbers(metric).reported }, { title: "recomputed", numeric: true, cell: (metric) => reportedNumbers(metric).recomputed },
        { title: "definition", cell: (metric) => <span dir="auto">{reportedWords(metric)}</span> }, { title: <Term name="n" />, numeric: true, cell: ({ n }) => formatCount(n) },
      ]} />
    )} />
  );
};
