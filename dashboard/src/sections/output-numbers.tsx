import { formatCount, formatNumber, formatPlural } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { SideSign } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import type { OutputComparison, Run } from "../run-types.ts";

const classWords: Readonly<Record<keyof OutputComparison["classes"], string>> = {
  "one-sided-error": "only one answered", "both-error": "neither answered", missing: "missing in the candidate", extra: "only in the candidate", shape: "another shape", dtype: "another kind of value",
  "non-finite": "NaN or infinite on one side", value: "outside tolerance", within: "different, inside tolerance", equal: "exactly equal",
};

/** Classes of difference, moments of both sides, rank agreement: the figures under the drawings. */
export const OutputNumbers = ({ run, output }: { run: Run; output: OutputComparison }) => {
  const { moments, rank } = output;
  const classes = Object.entries(output.classes).filter(([, count]) => count > 0).map(([name, count]) => `${formatPlural(count, "pair")} ${classWords[name as keyof OutputComparison["classes"]]}`);
  const rows = moments === null ? [] : [
    { what: "mean", reference: moments.meanReference, candidate: moments.meanCandidate },
    { what: "standard deviation", reference: moments.sdReference, candidate: moments.sdCandidate },
    { what: "smallest", reference: moments.minReference, candidate: moments.minCandidate },
    { what: "largest", reference: moments.maxReference, candidate: moments.maxCandidate },
    { what: "distinct values", reference: moments.distinctReference, candidate: moments.distinctCandidate },
  ];
  return (
    <>
      <p className="aside">{classes.join("; ")}. Type <code>{output.dtypeReference}</code>{output.dtypeCandidate !== output.dtypeReference && <> in the reference, <code>{output.dtypeCandidate}</code> in the candidate</>}. Compared as a {output.role}{output.roleOrigin === "guessed" ? ", a guess" : ", as agreed"}.</p>
      {moments !== null && (
        <details>
          <summary>Mean, spread and rank of both sides</summary>
          <DataTable caption={`Both sides of ${output.output}`} rows={rows} columns={[
            { title: "", cell: ({ what }) => what },
            { title: <span className="side-name"><SideSign side="reference" /><bdi>{run.environments.reference.name}</bdi></span>, numeric: true, cell: ({ reference }) => formatNumber(reference) },
            { title: <span className="side-name"><SideSign side="candidate" /><bdi>{run.environments.candidate.name}</bdi></span>, numeric: true, cell: ({ candidate }) => formatNumber(candidate) },
          ]} />
          <p className="aside">
            Mean difference {formatNumber(moments.meanDifference)}, largest {formatNumber(moments.maxAbsoluteDifference)} ({formatNumber(moments.maxRelativeDifference)} relative); correlation {formatNumber(moments.correlation)};
            mean ratio {formatNumber(moments.meanRatio)} on {formatCount(moments.ratioPairs)} pairs{rank !== null && <>; <Term name="rank">rank agreement</Term> {formatNumber(rank.spearman)}{rank.sampled ? ` on a sample of ${formatCount(rank.pairs)}` : ""}</>}.
          </p>
        </details>
      )}
    </>
  );
};
