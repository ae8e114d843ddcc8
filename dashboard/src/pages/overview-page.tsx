import { verdictWords } from "../../../src/report/wording/verdict-words.ts";
import { formatCount, formatPlural } from "../../../src/report/wording/format-number.ts";
import { useApi } from "../api/use-api.ts";
import { runAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { ChoiceFilter, Filters, WordsFilter } from "../lists/filters.tsx";
import { Moment } from "../lists/moment.tsx";
import { Pager } from "../lists/pager.tsx";
import { WideSection } from "../lists/wide-section.tsx";
import { StatesTable, type ModelState, worstOf } from "../models/states-table.tsx";
import { verdictChoices } from "../runs/verdict-choices.ts";
import { Empty } from "../states/empty.tsx";
import { FirstSteps } from "../states/first-steps.tsx";
import { Shown } from "../states/shown.tsx";
import type { Verdict } from "../run-types.ts";
import type { PageProps } from "./page-table.ts";

/** With more than this they are told apart by headings. */
const mostUngrouped = 8;

/** What a group of equal verdicts has in common, as its heading. */
const groupTitles: Readonly<Record<Verdict, string>> = { error: "Could not be looked at", fail: "Differ by more than was allowed", inconclusive: "Not enough evidence", warn: "Worth a look", pass: "Agree" };

const groupWords = { fail: ["differs by more than was allowed", "differ by more than was allowed"], error: ["could not be looked at", "could not be looked at"], inconclusive: ["lacks evidence", "lack evidence"], warn: ["is worth a look", "are worth a look"] } as const;

/* Worst first: where the last in sight passes, all that do not are in sight. */
const leadOf = (items: readonly ModelState[], total: number | null, next: string | null): string => {
  const bad = items.filter((state) => worstOf(state).verdict !== "pass").length;
  const all = total ?? items.length;
  const what = formatPlural(all, "model and environment", "models and environments");
  if (next !== null && bad === items.length) return `${what}, worst first.`;
  if (bad === 0) return `${what}; every newest run agrees.`;
  const counts = Map.groupBy(items, (state) => worstOf(state).verdict);
  const kinds = (["fail", "error", "inconclusive", "warn"] as const).flatMap((each) => {
    const count = counts.get(each)?.length ?? 0;
    return count === 0 ? [] : [`${formatCount(count)} ${groupWords[each][count === 1 ? 0 : 1]}`];
  });
  return `${formatCount(bad)} of ${what} ${bad === 1 ? "needs" : "need"} a look: ${kinds.join(", ")}. ${all - bad === 0 ? "None agrees" : all - bad === 1 ? "1 agrees" : `${formatCount(all - bad)} agree`}.`;
};

const OnlyOne = ({ state }: { state: ModelState }) => {
  const { id, verdict } = worstOf(state);
  return <><a href={runAddress(id)}><bdi>{state.model}</bdi> in <bdi>{state.environment}</bdi></a> {verdict === "pass" ? "agrees" : groupWords[verdict][0]}{state.since !== null && <>, first seen <Moment at={state.since} short /></>}. Nothing else was looked at yet.</>;
};

/* The first question of whoever was woken: what turned last, where, and when. Only where all that do not agree are in sight. */
const LastToTurn = ({ items, next }: { items: readonly ModelState[]; next: string | null }) => {
  const bad = items.filter((state) => worstOf(state).verdict !== "pass");
  const last = bad.flatMap((state) => (state.since === null ? [] : [{ ...state, since: state.since }])).toSorted((a, b) => b.since.localeCompare(a.since))[0];
  if (last === undefined || (next !== null && bad.length === items.length)) return null;
  return <> The last to turn: <a href={runAddress(worstOf(last).id)}><bdi>{last.model}</bdi> in <bdi>{last.environment}</bdi></a>, <Moment at={last.since} short />.</>;
};

/** Where everything stands: every model in every environment, worst first, in words. */
export const OverviewPage = ({ query }: PageProps) => {
  const [words, verdict] = [query.get("words"), query.get("verdict")];
  const states = useApi("/api/v1/states", { query: { words, verdict, after: query.get("after"), limit: 100 } }, ["run", "retention", "waiver"]);
  const narrowed = words !== null || verdict !== null;
  const { data } = states;
  const lead = data === null || narrowed || query.has("after") || data.items.length === 0 ? undefined : leadOf(data.items, data.total, data.next);
  const only = data?.total === 1 ? data.items[0] ?? null : null;
  const groups = data === null ? [] : [...Map.groupBy(data.items, (state) => worstOf(state).verdict)];
  return (
    <Page title="Overview" lead={lead === undefined ? "Every model in every environment, worst first." : <span className="lead-first">{only !== null ? <OnlyOne state={only} /> : <>{lead}{data !== null && <LastToTurn items={data.items} next={data.next} />}</>}</span>}>
      {(narrowed || (data?.items.length ?? 0) > mostUngrouped || query.has("after")) && (
        <Filters label="Narrow the models">
          <WordsFilter name="words" label="Model or environment" placeholder="part of its name" />
          <ChoiceFilter name="verdict" label="Verdict" any="any verdict" choices={verdictChoices} />
        </Filters>
      )}
      <Shown of={states} what="the models">
        {(page) => (page.items.length === 0
          ? narrowed
            ? <Empty title="No model is like that">Take a filter away, or <a href="/">look at all models</a>.</Empty>
            : <FirstSteps />
          : <>
            {page.items.length <= mostUngrouped
              ? <StatesTable states={page.items} caption="Models and environments, worst first" />
              : groups.map(([each, members], at) => (
                <WideSection key={each} id={each} className={`verdict-${each}`} title={<><span className="group-sign" aria-hidden="true">{verdictWords[each].symbol}</span>{groupTitles[each]} <small>{formatCount(members.length)}{page.next !== null && at === groups.length - 1 && " on this page"}</small></>}>
                  <StatesTable alike quietTitles={at > 0} owners={page.items.some(({ owner }) => owner !== null)} states={members} caption={groupTitles[each]} />
                </WideSection>
              ))}
            <Pager page={page} things="models and environments" />
          </>)}
      </Shown>
    </Page>
  );
};
