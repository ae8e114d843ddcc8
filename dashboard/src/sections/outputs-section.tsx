import { formatCount, formatNumber, formatPlural, formatShare } from "../../../src/report/wording/format-number.ts";
import { anchors } from "../anchor.ts";
import { DifferenceHistogram } from "../charts/difference-histogram.tsx";
import { ScoreHeat } from "../charts/score-heat.tsx";
import { UlpHistogram } from "../charts/ulp-histogram.tsx";
import { Folded } from "../parts/folded.tsx";
import { More } from "../parts/more.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { OutputComparison, Run } from "../run-types.ts";
import { FlipTable } from "./flip-table.tsx";
import { OutputNumbers } from "./output-numbers.tsx";

/** So many outputs are listed, and so many of those that differ stand open, before a reader asks for more. */
const firstListed = 20;
const firstOpen = 2;

const Details = ({ run, output }: { run: Run; output: OutputComparison }) => (
  <div className="output-body">
    {output.differences !== null && output.moments !== null && output.moments.pairs > 0 && <DifferenceHistogram output={{ ...output, differences: output.differences }} />}
    {(output.scoreBins !== null || output.ulp !== null) && (
      <div className="pair-of-charts">
        {output.scoreBins !== null && <ScoreHeat run={run} bins={output.scoreBins} />}
        {output.ulp !== null && output.ulp.length > 0 && <UlpHistogram bins={output.ulp} />}
      </div>
    )}
    {output.flips !== null && <FlipTable run={run} output={output} flips={output.flips} />}
    <OutputNumbers run={run} output={output} />
  </div>
);

const summaryOf = ({ outside, pairs, moments }: OutputComparison): string => {
  if (pairs === 0) return "no pair could be compared";
  if (outside === 0) return moments === null || moments.maxAbsoluteDifference === 0 ? `identical on ${formatPlural(pairs, "pair")}` : `0 of ${formatPlural(pairs, "pair")} outside`;
  return `${formatCount(outside)} of ${formatPlural(pairs, "pair")} outside (${formatShare(outside / pairs)})${moments === null ? "" : `, by up to ${formatNumber(moments.maxAbsoluteDifference)}`}`;
};

/** Each output by itself, the worst first. */
export const OutputsSection = ({ run }: { run: Run }) => {
  const ids = anchors("output", run.outputs.map(({ output }) => output));
  const verdicts = new Map(run.findings.filter(({ subject }) => subject.segment === null && (subject.kind === "output" || subject.kind === "decision")).map(({ subject, verdict }) => [subject.name, verdict]));
  const rows = run.outputs.map((output, index) => ({ output, id: ids[index] ?? "", open: index < firstOpen && output.outside > 0 }));
  const alone = rows.length === 1;
  return (
    <More rows={rows} first={firstListed} render={(some) => some.map(({ output, id, open }) => {
      const verdict = verdicts.get(output.output);
      return (
        <Folded key={id} id={id} className="output" initiallyOpen={open || alone} summary={<>{verdict !== undefined && <VerdictMark verdict={verdict} />}<span className="output-title"><bdi className="name">{output.output}</bdi> <span className="soft">{summaryOf(output)}</span></span></>}>
          {() => <Details run={run} output={output} />}
        </Folded>
      );
    })} />
  );
};
