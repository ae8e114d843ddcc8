import { formatEffect, formatInterval } from "../../../src/report/wording/format-effect.ts";
import { formatCount } from "../../../src/report/wording/format-number.ts";
import { subjectWords } from "../../../src/report/wording/subject-words.ts";
import { anchor } from "../anchor.ts";
import type { ResultOf } from "../api/api-types.ts";
import { addressOf } from "../api/call.ts";
import { useAnswer } from "../api/use-api.ts";
import { useAddress, withQuery } from "../frame/address.ts";
import { modelAddress, runAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { ChoiceFilter, Filters, ModelFilter, WordsFilter } from "../lists/filters.tsx";
import { ListTable } from "../lists/list-table.tsx";
import { Moment } from "../lists/moment.tsx";
import { Pager } from "../lists/pager.tsx";
import { VerdictMark } from "../parts/verdict-mark.tsx";
import { verdictChoices } from "../runs/verdict-choices.ts";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import type { PageProps } from "./page-table.ts";

type FindingsOfPage = ResultOf<"get", "/api/v1/findings">;

const filters = ["model", "environment", "check", "verdict", "severity"] as const;
const severities = ["critical", "high", "medium", "low", "info"].map((each) => [each, each] as const);

/* One list, asked of where it is kept: one run's own, one finding's history, or all there are. */
const askedAt = (query: URLSearchParams): string => {
  const given = Object.fromEntries(filters.map((name) => [name, query.get(name)]));
  const [run, finding, after] = [query.get("run"), query.get("finding"), query.get("after")];
  if (run !== null) return addressOf("/api/v1/runs/{id}/findings", { params: { id: run }, query: { check: given["check"], verdict: given["verdict"], severity: given["severity"], after } });
  if (finding !== null) return addressOf("/api/v1/findings/{finding}/history", { params: { finding }, query: { model: given["model"], environment: given["environment"], after } });
  return addressOf("/api/v1/findings", { query: { ...given, after } });
};

/** Findings of all runs, of one run, or what every run said of one of them. */
export const FindingsPage = ({ query }: PageProps) => {
  const address = useAddress();
  const findings = useAnswer<FindingsOfPage>(askedAt(query), ["run", "retention", "waiver"]);
  const [run, finding] = [query.get("run"), query.get("finding")];
  const first = findings.data?.items[0];
  const narrowed = run !== null || finding !== null || filters.some((name) => query.has(name));
  const title = finding !== null && first !== undefined ? `${subjectWords(first)} over time` : run !== null ? "Findings of one run" : "Findings";
  return (
    <Page title={title} lead={finding !== null ? "What every run said of it, newest first." : run !== null ? <>As <a href={runAddress(run)}>the run</a> has them, worst first.</> : "What every run concluded, newest run first: the effect, what was allowed, and on how much it rests."}>
      <Filters label="Narrow the findings">
        {run === null && <><ModelFilter /><WordsFilter name="environment" label="Environment" placeholder="its whole name" /></>}
        {finding === null && <><WordsFilter name="check" label="Check" placeholder="such as parity.decision" /><ChoiceFilter name="verdict" label="Verdict" any="any verdict" choices={verdictChoices} /><ChoiceFilter name="severity" label="Severity" any="any severity" choices={severities} /></>}
        {(run !== null || finding !== null) && <a className="swap" href={withQuery(address, { run: null, finding: null })}>Findings of all runs</a>}
      </Filters>
      <Shown of={findings} what="the findings">
        {(page) => (page.items.length === 0 && page.next === null
          ? narrowed ? <Empty title="No finding is like that">Take a filter away, or <a href="/findings">look at all findings</a>.</Empty> : <Empty title="No finding is here yet" command="lockstep check REFERENCE CANDIDATE">Findings come with runs: hold one environment against another, or push a run.</Empty>
          : <>
            <ListTable caption={title} quietCaption rows={page.items} idOf={({ run: of, id }) => `${of}\n${id}`} columns={[
              { title: "Verdict", plain: true, width: "8.5rem", cell: ({ verdict, severity, mode }) => <><VerdictMark verdict={verdict} /><small>{severity}{mode !== "enforce" && `, ${mode === "warn" ? "warns only" : "only shown"}`}</small></> },
              { title: "Finding", plain: true, cell: (each) => <><a className="row-link" href={`${runAddress(each.run)}#${anchor("finding", each.id)}`}><bdi>{subjectWords(each)}</bdi></a><small dir="auto" className="sentence">{each.statement}</small></> },
              { title: "Effect", numeric: true, width: "11rem", cell: ({ estimate, unit, interval, n }) => (estimate === null ? <span className="soft">–</span> : <>{formatEffect(estimate, unit)}{interval !== null && <small>{formatInterval(interval, unit)}</small>}<small>n {formatCount(n)}</small></>) },
              ...(run !== null ? [] : [
                { title: "Model", width: "13%", cell: ({ model, environment }: FindingsOfPage["items"][number]) => <>{model !== null && <a href={modelAddress(model)}><bdi>{model}</bdi></a>}<small><bdi>{environment}</bdi></small></> },
                { title: "When", width: "11.5rem", cell: ({ startedAt }: FindingsOfPage["items"][number]) => <Moment at={startedAt} /> },
              ]),
              ...(finding !== null ? [] : [{ title: "History", width: "5rem", cell: ({ id, model, environment }: FindingsOfPage["items"][number]) => <a href={`/findings?${new URLSearchParams({ finding: id, ...(model === null ? {} : { model }), environment }).toString()}`}>over time</a> }]),
            ]} />
            <Pager page={page} things="findings" />
          </>)}
      </Shown>
    </Page>
  );
};
