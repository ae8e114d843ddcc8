import { decisionWords } from "../../../src/report/wording/decision-words.ts";
import type { ResultOf } from "../api/api-types.ts";
import { modelAddress, runAddress } from "../frame/addresses.ts";
import { type ListColumn, ListTable } from "../lists/list-table.tsx";
import { Moment } from "../lists/moment.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { judgedWords } from "./judged-words.ts";
import { pushedWords } from "./pushed-words.ts";
import { kindWords } from "./kind-words.ts";

export type ListedRun = ResultOf<"get", "/api/v1/runs">["items"][number];

const whose: ListColumn<ListedRun> = { title: "Model", width: "15%", cell: ({ model, modelVersion, environment }) => <>{model === null ? <span className="soft">not named</span> : <a className="row-link" href={modelAddress(model)}><bdi>{model}</bdi></a>}<small><bdi>{environment}</bdi>{modelVersion !== null && <>, version <bdi>{modelVersion}</bdi></>}</small></> };

/** Runs, newest first, each in its own sentence. `ofModel`: they are all of one model, whose name need not be said. */
export const RunsTable = ({ runs, caption, ofModel = false }: { runs: readonly ListedRun[]; caption: string; ofModel?: boolean }) => (
  <ListTable caption={caption} quietCaption rows={runs} idOf={({ id }) => id} columns={[
    { title: "Verdict", plain: true, width: "8.5rem", cell: (run) => <><VerdictMark verdict={run.verdict} />{judgedWords(run) !== null && <small>{judgedWords(run)}</small>}</> },
    ...(ofModel ? [{ ...whose, title: "Environment", cell: ({ environment, modelVersion }: ListedRun) => <><bdi>{environment}</bdi>{modelVersion !== null && <small>version <bdi>{modelVersion}</bdi></small>}</> }] : [whose]),
    { title: "What it says", plain: true, cell: ({ id, headline, kind, codeRevision, reference, pushed }) => <><a className="sentence sentence-link" dir="auto" href={runAddress(id)}>{headline}</a><small>{kindWords[kind]} against <bdi>{reference}</bdi>{codeRevision !== null && <>, code <bdi className="value">{codeRevision}</bdi></>}{pushed !== null && <>, {pushedWords(pushed)}</>}</small></> },
    { title: "When", width: "11.5rem", cell: ({ startedAt }) => <Moment at={startedAt} /> },
    { title: "Decision", width: "8rem", cell: ({ decision }) => decisionWords[decision] },
  ]} />
);
