import { allowedGap, apartOf, criterionWords, formatGap, isRatio } from "../../../src/report/population/population-words.ts";
import { formatCount, formatShare } from "../../../src/report/wording/format-number.ts";
import { CohortDots, cohortScale } from "../charts/cohort-dots.tsx";
import { DataTable } from "../parts/data-table.tsx";
import { More } from "../parts/more.tsx";
import { SideLegend, SideName } from "../parts/side-mark.tsx";
import { Term } from "../parts/term.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import type { FairnessResult, Run } from "../run-types.ts";

const firstGroups = 12;

/** One criterion on every side that has it: a row for each group, its rate drawn with the interval. */
const Criterion = ({ run, results }: { run: Run; results: readonly FairnessResult[] }) => {
  const [first] = results;
  if (first === undefined) return null;
  const scale = cohortScale(results);
  const groups = [...new Set(results.flatMap((result) => result.groups.map(({ group }) => group)))];
  const rateOf = (result: FairnessResult, group: string) => result.groups.find((entry) => entry.group === group);
  return (
    <section className="criterion">
      <h3>{criterionWords(first)} <small>of <bdi>{first.of}</bdi> by <bdi>{first.cohort}</bdi></small></h3>
      <ul className="criterion-sides">
        {results.map((result) => (
          <li key={result.environment}>
            <VerdictMark verdict={result.verdict} /> <SideName run={run} name={result.environment} />
            <span>{isRatio(result) ? "smallest over largest" : "gap"} <strong>{formatGap(result, apartOf(result))}</strong>{result.gapUnderEquality !== null && <span className="soft">, <Term name="equalGap">{isRatio(result) && "a gap of "}{formatShare(result.gapUnderEquality)} if all were equal</Term></span>}{result.margin !== null && <span className="soft">, allowed {allowedGap(result)}</span>}</span>
          </li>
        ))}
      </ul>
      <More rows={groups} first={firstGroups} render={(some) => (
        <DataTable className="cohorts" caption={`Rate by ${first.cohort}`} rows={some} columns={[
          { title: first.cohort, cell: (group) => <bdi className="name">{group}</bdi> },
          { title: <span className="ends"><span>{scale.low}</span><span>{scale.high}</span></span>, cell: (group) => <CohortDots run={run} results={results} group={group} scale={scale} /> },
          ...results.map((result) => ({ title: <SideName run={run} name={result.environment} />, numeric: true, cell: (group: string) => { const found = rateOf(result, group); return found === undefined ? "–" : <>{formatShare(found.rate)}<small className="besides">n {formatCount(found.n)}</small></>; } })),
        ]} />
      )} />
      {results.filter(({ verdict }) => verdict !== "pass").map((result) => <p key={result.environment} className="aside" dir="auto">{result.environment}: {result.reason}.</p>)}
    </section>
  );
};

/** Rates of cohorts with their intervals, and how far apart they would lie if all were equal. */
export const FairnessSection = ({ run, fairness }: { run: Run; fairness: readonly FairnessResult[] }) => (
  <>
    <SideLegend run={run} filled />
    <p className="aside">Grey is as wide as the <Term name="equalGap">gap that sampling alone makes</Term> around the common rate; lines are intervals.</p>
    {[...Map.groupBy(fairness, ({ criterion, of, cohort }) => JSON.stringify([criterion, of, cohort]))].map(([key, results]) => <Criterion key={key} run={run} results={[...results].sort((a, b) => Number(b.environment === run.environments.reference.name) - Number(a.environment === run.environments.reference.name))} />)}
  </>
);
