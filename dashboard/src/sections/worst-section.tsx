import { useContext } from "react";
import { formatNumber } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideSign } from "../parts/side-mark.tsx";
import type { Run } from "../run-types.ts";
import { PairTraces } from "../traces/pair-traces.ts";
import { TraceLink, TracesNote } from "../traces/trace-links.tsx";

const firstPairs = 12;

/** The pairs that differ most, by key, values as the models wrote them. */
export const WorstSection = ({ run }: { run: Run }) => {
  const traced = [...(useContext(PairTraces)?.ofKey.values() ?? [])].some((traces) => traces.length > 0);
  return (
    <>
      <More rows={run.worst} first={firstPairs} render={(some) => (
        <DataTable caption={`Values exactly as written, by ${run.inputs.key}`} rows={some} columns={[
          { title: <bdi>{run.inputs.key}</bdi>, cell: ({ key }) => <bdi className="value">{key}</bdi> }, { title: "output", cell: ({ output }) => <bdi className="name">{output}</bdi> },
          { title: <span className="side-name"><SideSign side="reference" /><bdi>{run.environments.reference.name}</bdi></span>, cell: ({ reference }) => <bdi className="value">{reference}</bdi> },
          { title: <span className="side-name"><SideSign side="candidate" /><bdi>{run.environments.candidate.name}</bdi></span>, cell: ({ candidate }) => <bdi className="value">{candidate}</bdi> },
          { title: "difference", numeric: true, cell: (pair) => (pair.difference === null ? pair.class.replaceAll("-", " ") : formatNumber(pair.difference)) },
          ...(traced ? [{ title: "inside", cell: ({ key }: Run["worst"][number]) => <TraceLink of={key} /> }] : []),
        ]} />
      )} />
      <TracesNote />
    </>
  );
};
