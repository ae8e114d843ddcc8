import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import { daySpan } from "../lists/day-span.ts";
import { ChoiceFilter, Filters, ModelFilter, WordsFilter } from "../lists/filters.tsx";
import { Pager } from "../lists/pager.tsx";
import { kindChoices } from "../runs/kind-words.ts";
import { RunsTable } from "../runs/runs-table.tsx";
import { verdictChoices } from "../runs/verdict-choices.ts";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import type { PageProps } from "./page-table.ts";

const filters = ["words", "model", "environment", "verdict", "kind", "from_day", "to_day"] as const;

/** Every run, newest first, found by words, model, environment, verdict, kind and day. */
export const RunsPage = ({ query }: PageProps) => {
  const { words, model, environment, verdict, kind, from_day: from, to_day: to } = Object.fromEntries(filters.map((name) => [name, query.get(name)])) as Record<(typeof filters)[number], string | null>;
  const runs = useApi("/api/v1/runs", { query: { words, model, environment, verdict, kind, ...daySpan(from, to), after: query.get("after") } }, ["run", "retention", "waiver"]);
  const narrowed = filters.some((name) => query.has(name));
  return (
    <Page title="Runs" lead="Every check, comparison and look at production that was entered here, newest first.">
      <Filters label="Narrow the runs">
        <WordsFilter name="words" label="Words" placeholder="sentence, version, source, option" />
        <ModelFilter />
        <WordsFilter name="environment" label="Environment" placeholder="its whole name" />
        <ChoiceFilter name="verdict" label="Verdict" any="any verdict" choices={verdictChoices} />
        <ChoiceFilter name="kind" label="Kind" any="any kind" choices={kindChoices} />
        <WordsFilter name="from_day" label="From day" type="date" />
        <WordsFilter name="to_day" label="To day" type="date" />
      </Filters>
      <Shown of={runs} what="the runs">
        {(page) => (page.items.length > 0
          ? <><RunsTable runs={page.items} caption="Runs, newest first" /><Pager page={page} things="runs" /></>
          : narrowed
            ? <Empty title="No run is like that">Take a filter away, or <a href="/runs">look at all runs</a>. Words are found where one of the run’s own words begins with them.</Empty>
            : <Empty title="No run is here yet" command={`lockstep check staging=URL production=URL --inputs ROWS.csv --push ${location.origin}`}>Run a check beside this store, or push one from where it runs with a token in LOCKSTEP_SERVER_TOKEN, and it stands here at once. <a href="/">All ways to begin</a></Empty>)}
      </Shown>
    </Page>
  );
};
