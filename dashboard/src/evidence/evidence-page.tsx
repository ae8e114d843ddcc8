import { formatPlural } from "../../../src/report/wording/format-number.ts";
import { When } from "../acting/when.tsx";
import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import { daySpan } from "../lists/day-span.ts";
import { Filters, ModelFilter, WordsFilter } from "../lists/filters.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Section } from "../parts/section.tsx";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import { AnswerPart } from "./answer-part.tsx";
import { ArchivePart } from "./archive-part.tsx";

/* All that was entered is read for it: asked once, and again when somebody wants it. */
const never = [] as const;

/** What an auditor asks, answered in words from the runs and the ledger, each line with what it rests on. */
export const EvidencePage = ({ query }: PageProps) => {
  const scope = { model: query.get("model"), ...daySpan(query.get("from_day"), query.get("to_day")) };
  const answers = useApi("/api/v1/evidence/answers", { query: scope }, never);
  const { data } = answers;
  const narrowed = Object.values(scope).some((each) => each !== null);
  return (
    <Page title="Evidence" lead={data === null || answers.earlier || data.ledger.entries === 0 ? "What an auditor asks, answered from the runs and the ledger." : <span className="lead-first">{formatPlural(data.answers.length, "question")} of an auditor, answered from {data.runs === 0 && narrowed ? "no run" : formatPlural(data.runs, "run")} and {formatPlural(data.ledger.entries, "entry", "entries")} of the ledger.</span>}>
      <Filters label="Narrow the evidence">
        <ModelFilter />
        <WordsFilter name="from_day" label="From day" type="date" />
        <WordsFilter name="to_day" label="To day" type="date" />
      </Filters>
      <Shown of={answers} what={narrowed ? "the evidence" : "the evidence of every run: of ten thousand runs it takes some ten seconds"}>{({ at, ledger, runs, answers: all, signs }) => (ledger.entries === 0
        ? <Empty title="Nothing was entered yet">An auditor asks what was tested, when, by whom and with what result. The first run is the first answer. <a href="/">How to make it</a></Empty>
        : <>
          {runs === 0 && narrowed && <Empty title="No run began in this scope">What follows comes from the ledger alone: it shows nothing of how the model behaved. Take a filter away, or <a href="/evidence">ask about everything</a>.</Empty>}
          <dl className="facts head-facts">
            <div><dt>As known</dt><dd><When at={at} /> <button type="button" className="plain-button no-print" onClick={answers.again} disabled={answers.asking}>{answers.asking ? "asking again …" : "ask again"}</button></dd></div>
            <div><dt>Head of the ledger</dt><dd><bdi className="value digest-value">{ledger.head}</bdi></dd></div>
          </dl>
          <nav className="contents" aria-label="Questions">{all.map(({ question }, place) => <a key={question} href={`#question-${String(place + 1)}`}>{question}</a>)}<a href="#archive">As one file for an auditor</a></nav>
          {all.map((answer, place) => <Section key={answer.question} id={`question-${String(place + 1)}`} title={answer.question}><AnswerPart answer={answer} /></Section>)}
          <Section id="archive" title="As one file for an auditor"><ArchivePart scope={scope} signs={signs} /></Section>
        </>)}</Shown>
    </Page>
  );
};
