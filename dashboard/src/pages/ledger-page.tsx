import { useState } from "react";
import { formatCount, formatMoment } from "../../../src/report/wording/format-number.ts";
import { Person } from "../acting/person.tsx";
import { get } from "../api/call.ts";
import { type ApiProblem, asProblem } from "../api/api-problem.ts";
import type { ResultOf } from "../api/api-types.ts";
import { useApi } from "../api/use-api.ts";
import { runAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { ChoiceFilter, Filters } from "../lists/filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { Moment } from "../lists/moment.tsx";
import { Pager } from "../lists/pager.tsx";
import { Empty } from "../states/empty.tsx";
import { ProblemShown } from "../states/problem-shown.tsx";
import { Shown } from "../states/shown.tsx";
import type { PageProps } from "./page-table.ts";

type Entry = ResultOf<"get", "/api/v1/ledger">["items"][number];
type Verified = ResultOf<"get", "/api/v1/ledger/verify">;

const kinds = ["run", "baseline", "sign-off", "gate", "agreement", "golden", "hypothesis", "calendar", "incident", "fingerprint", "request", "waiver", "decision", "policy", "review", "remedy", "alert", "token", "hold", "retention", "checkpoint", "session"].map((each) => [each, each] as const);

const Verify = () => {
  const [found, setFound] = useState<{ readonly at: number; readonly verified: Verified } | ApiProblem | "asking" | null>(null);
  const verify = async (): Promise<void> => {
    setFound("asking");
    try {
      const verified = await get("/api/v1/ledger/verify", { query: { full: true } });
      setFound({ at: Date.now(), verified });
    } catch (error) {
      setFound(asProblem(error));
    }
  };
  return (
    <div className="verify">
      <p className="verify-act"><button type="button" className="act" disabled={found === "asking"} onClick={() => void verify()}>Verify from the first entry</button><small>Every entry’s hash, and every document against what the ledger sealed of it.</small></p>
      <div role="status">
        {found === "asking" && <p className="soft">Reading every entry and document …</p>}
        {found instanceof Error && <ProblemShown problem={found} what="the ledger" again={() => void verify()} />}
        {found !== null && found !== "asking" && !(found instanceof Error) && (found.verified.ok
          ? <p className="verdict-pass verified"><span className="verdict"><span className="verdict-sign" aria-hidden="true">✓</span>sound</span> <span>{formatCount(found.verified.entries)} entries and all that they sealed are what they were, at {formatMoment(new Date(found.at).toISOString())}.</span></p>
          : <p className="verdict-fail verified"><span className="verdict"><span className="verdict-sign" aria-hidden="true">✗</span>not what it was</span> <span>Entry {found.verified.problem === null ? "?" : formatCount(found.verified.problem.sequence)}: {found.verified.problem?.what}. What comes after it cannot be trusted; compare with a copy, or with a head that was noted elsewhere.</span></p>)}
      </div>
    </div>
  );
};

/* The line says it as people read it; where the thing has a page of its own, it leads there. */
const addressOfEntry = ({ kind, subject }: Entry): string | null =>
  kind === "run" ? runAddress(subject) : kind === "incident" ? `/incidents/${encodeURIComponent(subject.split("/")[0] ?? "")}` : null;

const Words = ({ entry }: { entry: Entry }) => {
  const address = addressOfEntry(entry);
  return address === null ? <span className="sentence" dir="auto">{entry.words}</span> : <a className="sentence sentence-link" dir="auto" href={address}>{entry.words}</a>;
};

/** The append-only record: what was entered, by whom, in order; its head, and whether it is what it was. */
export const LedgerPage = ({ query }: PageProps) => {
  const kind = query.get("kind");
  const entries = useApi("/api/v1/ledger", { query: { kind, order: query.get("order"), after: query.get("after") } });
  const head = useApi("/api/v1/ledger/head", {});
  return (
    <Page title="Ledger" lead="Everything that was entered, in order; each entry seals all before it, so that nothing can be changed or taken out unseen.">
      {head.data !== null && (
        <dl className="facts head-facts">
          <div><dt>Head</dt><dd><bdi className="value digest-value">{head.data.hash}</bdi></dd></div>
          <div><dt>Entry</dt><dd>{formatCount(head.data.sequence)}, <Moment at={head.data.time} short />, by <Person name={head.data.actor} />. <span className="soft">Written down elsewhere, the head shows later whether anything before it was changed.</span></dd></div>
        </dl>
      )}
      <Verify />
      <Filters label="Narrow the ledger">
        <ChoiceFilter name="kind" label="Kind" any="any kind" choices={kinds} />
        <ChoiceFilter name="order" label="Order" any="newest first" choices={[["oldest-first", "oldest first"]]} />
      </Filters>
      <Shown of={entries} what="the ledger">
        {(page) => (page.items.length === 0
          ? kind === null ? <Empty title="Nothing was entered yet">The first run makes the first entry. <a href="/">How to make it</a></Empty> : <Empty title={`No entry is of the kind ${kind}`}><a href="/ledger">Every kind</a></Empty>
          : <>
            <ListTable caption="Entries of the ledger" quietCaption rows={page.items} idOf={({ sequence }) => sequence} columns={[
              { title: "Entry", width: "5rem", cell: ({ sequence }) => <span id={`entry-${sequence}`} className="number">{formatCount(sequence)}</span> },
              { title: "What happened", plain: true, cell: (entry) => <Words entry={entry} /> },
              { title: "Kind", width: "7rem", cell: (entry) => entry.kind },
              { title: "By", width: "11rem", cell: ({ actor }) => <Person name={actor} /> },
              { title: "When", width: "11.5rem", cell: ({ time }) => <Moment at={time} /> },
              { title: "Hash", width: "7rem", cell: ({ hash }) => <bdi className="value" title={hash}>{hash.slice(0, 10)}…</bdi> },
            ]} />
            <Pager page={page} things="entries" />
          </>)}
      </Shown>
    </Page>
  );
};
