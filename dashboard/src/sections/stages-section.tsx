import { disturbedWords, exampleWords, relativeWords, stageAmount, stageState, stageStates } from "../../../src/report/wording/stage-words.ts";
import { DataTable } from "../parts/data-table.tsx";
import { Term } from "../parts/term.tsx";
import type { Run, StageComparison, StageTrace } from "../run-types.ts";

/** A longer pipeline stands as a table alone. */
const mostDrawn = 40;

const Step = ({ stage, trace, run }: { stage: StageComparison; trace: StageTrace; run: Run }) => {
  const state = stageState(stage, trace);
  return (
    <li className={`step step-${state}`}>
      <span className="step-sign" aria-hidden="true">{stageStates[state].symbol}</span>
      <bdi className="step-name">{stage.stage}</bdi>
      <span className="step-state">{stageStates[state].word}</span>
      {state === "first" && <span className="step-amount">{stageAmount(stage, run)}</span>}
    </li>
  );
};

const First = ({ stage, run }: { stage: StageComparison; run: Run }) => (
  <dl className="facts">
    <div><dt>First to differ</dt><dd><bdi className="name">{stage.stage}</bdi>, {stageAmount(stage, run)}</dd></div>
    {stage.example !== null && <div><dt>For example</dt><dd dir="auto">{exampleWords(stage, run)}</dd></div>}
  </dl>
);

/** The pipeline as it was walked through: which stages hold the same, which is the first that differs, which could not be read. */
export const StagesSection = ({ run }: { run: Run }) => {
  const { trace } = run;
  if (trace === null) return null;
  if (trace.skipped !== null) return <p dir="auto">Nothing was traced: {trace.skipped}.</p>;
  const first = trace.stages.find(({ stage }) => stage === trace.firstDivergent);
  const disturbed = disturbedWords(trace);
  return (
    <>
      {trace.stages.length <= mostDrawn && (
        <ol className="pipeline" aria-label="The pipeline, in order">
          {trace.stages.map((stage) => <Step key={stage.stage} stage={stage} trace={trace} run={run} />)}
          <li className={`step ${first === undefined ? "step-first" : "step-end"}`}><span className="step-sign" aria-hidden="true">{first === undefined ? stageStates.first.symbol : "•"}</span><span className="step-name">the model</span><span className="step-state">{first === undefined ? "they part here, or in what follows" : "the answers differ"}</span></li>
        </ol>
      )}
      {disturbed !== null && <p className="disturbed" dir="auto"><strong>The trace disturbs:</strong> {disturbed}. What is seen there may not be what serves.</p>}
      {first !== undefined && <First stage={first} run={run} />}
      <details>
        <summary>Every stage in numbers</summary>
        <DataTable caption={`Over ${trace.rows} rows whose answers differ`} rows={trace.stages} columns={[
          { title: <Term name="stage" />, cell: ({ stage }) => <bdi className="name">{stage}</bdi> },
          { title: "state", cell: (stage) => <span className="nowrap">{stageStates[stageState(stage, trace)].symbol} {stageStates[stageState(stage, trace)].word}</span> },
          { title: "rows", cell: (stage) => stageAmount(stage, run) }, { title: "largest difference", numeric: true, cell: relativeWords },
          { title: "example", cell: (stage) => <span dir="auto">{[exampleWords(stage, run), stage.note].filter((part) => part !== null).join("; ")}</span> },
        ]} />
      </details>
    </>
  );
};
