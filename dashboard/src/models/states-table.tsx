import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import type { ResultOf } from "../api/api-types.ts";
import { modelAddress, runAddress, runsAddress } from "../frame/addresses.ts";
import { type ListColumn, ListTable } from "../lists/list-table.tsx";
import { Moment } from "../lists/moment.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { judgedWords } from "../runs/judged-words.ts";
import { pushedWords } from "../runs/pushed-words.ts";
import { kindWords } from "../runs/kind-words.ts";
import type { Verdict } from "../run-types.ts";

export type ModelState = ResultOf<"get", "/api/v1/states">["items"][number];

/* As the server has them (src/core/domain/verdict.ts); said again, for its schemas are not brought to the browser. */
const worstFirst: readonly Verdict[] = ["error", "fail", "inconclusive", "warn", "pass"];

/** The run that says how it stands: the newest of those with the worst verdict. */
export const worstOf = ({ runs }: Pick<ModelState, "runs">): ModelState["runs"][number] => {
  const [first] = runs.toSorted((a, b) => worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict) || b.startedAt.localeCompare(a.startedAt));
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

const Judged = ({ run }: { run: ModelState["runs"][number] }) => {
  const words = [judgedWords(run), run.pushed === null ? null : pushedWords(run.pushed)].filter((each) => each !== null).join("; ");
  return words !== "" && <small>{words}</small>;
};

interface StatesProps {
  readonly states: readonly ModelState[];
  readonly caption: string;
  /** They are all of one model, whose name and owner stand above. */
  readonly ofModel?: boolean;
  /** They all stand alike, and the heading says how. */
  readonly alike?: boolean;
  readonly quietTitles?: boolean;
  /** Whether anybody is named as an owner in any list beside this one. */
  readonly owners?: boolean;
}

const verdictColumn: ListColumn<ModelState> = { title: "Verdict", plain: true, width: "8.5rem", cell: (state) => <VerdictMark verdict={worstOf(state).verdict} /> };
const environmentColumn: ListColumn<ModelState> = { title: "Environment", plain: true, width: "14%", cell: ({ model, environment }) => <a className="row-link" href={runsAddress({ model, environment })}><bdi>{environment}</bdi></a> };
const modelColumn: ListColumn<ModelState> = { title: "Model and environment", plain: true, width: "20%", cell: ({ model, environment }) => <><a className="row-link" href={modelAddress(model)}><bdi>{model}</bdi></a><small><bdi>{environment}</bdi></small></> };
const ownerColumn: ListColumn<ModelState> = { title: "Owner", width: "9rem", cell: ({ owner }) => (owner === null ? <span className="soft">nobody named</span> : <><bdi>{owner.name}</bdi>{owner.contact !== undefined && <small><bdi>{owner.contact}</bdi></small>}</>) };

/** Models in their environments, each in the sentence of the run that says how it stands. */
export const StatesTable = ({ states, caption, ofModel = false, alike = false, quietTitles = false, owners = states.some(({ owner }) => owner !== null) }: StatesProps) => (
  <ListTable caption={caption} quietCaption quietTitles={quietTitles} rows={states} idOf={({ model, environment }) => `${model}\n${environment}`} columns={[
    ...(alike ? [] : [verdictColumn]),
    ofModel ? environmentColumn : modelColumn,
    { title: "How it stands", plain: true, cell: (state) => <><a className="sentence sentence-link" dir="auto" href={runAddress(worstOf(state).id)}>{worstOf(state).headline}</a><Judged run={worstOf(state)} /><Others state={state} /></> },
    { title: "Since", width: "11.5rem", cell: ({ since }) => since !== null && <Moment at={since} /> },
    ...(owners && !ofModel ? [ownerColumn] : []),
    { title: "Decision", width: "8.5rem", cell: (state) => decisionWords[worstOf(state).decision] },
  ]} />
);
