import { formatInterval } from "../../../src/report/wording/format-effect.ts";
import { formatCount, formatNumber } from "../../../src/report/wording/format-number.ts";
import { ReliabilityChart } from "../charts/reliability-chart.tsx";
import { DataTable } from "../parts/data-table.tsx";
import { SideLegend } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import type { Run } from "../run-types.ts";

/** Metrics and reliability on the rows whose true answer is known. */
export const LabelsSection = ({ run }: { run: Run }) => {
  const byOutput = [...Map.groupBy(run.reliability, ({ output }) => output)];
  return (
    <>
      {run.metrics.length > 0 && (
        <DataTable caption={`Metrics on labelled rows${run.inputs.label === null ? "" : ` (label: ${run.inputs.label})`}`} rows={run.metrics} columns={[
          { title: "metric", cell: ({ metric }) => metric }, { title: "output", cell: ({ output }) => <bdi className="name">{output}</bdi> },
          { title: "reference", numeric: true, cell: ({ reference }) => formatNumber(reference) }, { title: "candidate", numeric: true, cell: ({ candidate }) => formatNumber(candidate) },
          { title: "difference", numeric: true, cell: ({ difference }) => formatNumber(difference) }, { title: <Term name="interval" />, numeric: true, cell: ({ interval }) => formatInterval(interval, "score") },
          { title: <Term name="n" />, numeric: true, cell: ({ n }) => formatCount(n) },
        ]} />
      )}
      {byOutput.length > 0 && <><SideLegend run={run} /><div className="pair-of-charts">{byOutput.map(([output, curves]) => <ReliabilityChart key={output} run={run} output={output} curves={curves} />)}</div><p className="aside"><Term name="reliability">How to read this curve</Term></p></>}
    </>
  );
};
