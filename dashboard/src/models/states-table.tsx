import { worstVerdict } from "../../../src/core/domain/verdict.ts";
import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import type { ResultOf } from "../api/api-types.ts";
import { modelAddress, runAddress, runsAddress } from "../frame/addresses.ts";
import { ListTable } from "../lists/list-table.tsx";
import { Moment } from "../lists/moment.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { kindWords } from "../runs/kind-words.ts";

export type ModelState = ResultOf<"get", "/api/v1/states">["items"][number];

/** The run that says how it stands: the newest of those with the worst verdict. */
export const worstOf = ({ runs }: Pick<ModelState, "runs">): ModelState["runs"][number] => {
  const verdict = worstVerdict(runs.map((run) => run.verdict));
  const [first] = runs.filter((run) => run.verdict === verdict).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
  if (first === undefined) throw new Error("a model stands nowhere without a run");
  return first;
};

const Others = ({ state }: { state: ModelState }) => {
  const worst = worstOf(state);
  const others = state.runs.filter(({ id }) => id !== worst.id);
  return (
    <small>
      {kindWords[worst.kind]}, <Moment at={worst.startedAt} short />
      {others.map(({ id, kind, verdict, startedAt }) => <span key={id}>; <a href={runAddress(id)}>{kindWords[kind]}</a> {verdictWords[verdict].symbol} {verdictWords[verdict].word}, <Moment at={startedAt} short /></span>)}
    </small>
  );
};

/** Models in their environments, each in the sentence of the run that says how it stands. */
export const StatesTable = ({ states, caption, ofModel = false }: { states: readonly ModelState[]; caption: string; ofModel?: boolean }) => (
  <ListTable caption={caption} quietCaption rows={states} idOf={({ model, environment }) => `${model}\n${environment}`} columns={[
    { title: "Verdict", plain: true, width: "8.5rem", cell: (state) => <VerdictMark verdict={worstOf(state).verdict} /> },
    ofModel
      ? { title: "Environment", plain: true, width: "14%", cell: ({ model, environment }) => <a className="row-link" href={runsAddress({ model, environment })}><bdi>{environment}</bdi></a> }
      : { title: "Model and environment", plain: true, width: "17%", cell: ({ model, environment }) => <><a className="row-link" href={modelAddress(model)}><bdi>{model}</bdi></a><small><bdi>{environment}</bdi></small></> },
    { title: "How it stands", plain: true, cell: (state) => <><a className="sentence sentence-link" dir="auto" href={runAddress(worstOf(state).id)}>{worstOf(state).headline}</a><Others state={state} /></> },
    { title: "Since", width: "11.5rem", cell: ({ since }) => (since === null ? <span className="soft">–</span> : <Moment at={since} />) },
    { title: "Owner", width: "8rem", cell: ({ owner }) => (owner === null ? <span className="soft">nobody named</span> : <><bdi>{owner.name}</bdi>{owner.contact !== undefined && <small><bdi>{owner.contact}</bdi></small>}</>) },
    { title: "Decision", width: "7.5rem", cell: (state) => decisionWords[worstOf(state).decision] },
  ]} />
);
