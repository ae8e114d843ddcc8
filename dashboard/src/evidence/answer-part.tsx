import type { ResultOf } from "../api/api-types.ts";
import { runAddress } from "../frame/addresses.ts";
import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { More } from "../parts/more.tsx";
import { AnswerText } from "./answer-text.tsx";

export type Answer = ResultOf<"get", "/api/v1/evidence/answers">["answers"][number];

const firstLines = 8;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/* What a line rests on, as it is named in an archive; a run has a page here as well. */
const Rests = ({ path }: { path: string }) => {
  const run = /^runs\/([^/]+)\.json$/.exec(path)?.[1];
  return run === undefined ? <bdi className="value soft">{path}</bdi> : <a href={runAddress(run)}>the run</a>;
};

const Lines = ({ lines }: { lines: readonly Answer["lines"][number][] }) => (
  <ul className="answer-lines">{lines.map(({ text, links }, at) => (
    <li key={at}><AnswerText text={text} />{links.length > 0 && <small className="answer-rests">rests on {links.map((path, place) => <span key={path}>{place > 0 && ", "}<Rests path={path} /></span>)}</small>}</li>
  ))}</ul>
);

/** What answers one question: a sentence, then the facts behind it, each with what it rests on. */
export const AnswerPart = ({ answer: { short, lines, more } }: { answer: Answer }) => (
  <>
    <p className="answer-short"><AnswerText text={capital(short)} /></p>
    {lines.length > 0 && <More rows={lines} first={firstLines} render={(some) => <Lines lines={some} />} />}
    {more > 0 && <p className="soft">{formatPlural(more, "more line")} of this answer {more === 1 ? "stands" : "stand"} in the archive; name a model or a shorter time to see {more === 1 ? "it" : "them"} here.</p>}
  </>
);
