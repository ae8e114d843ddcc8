import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import { ChoiceFilter, Filters, WordsFilter } from "../lists/filters.tsx";
import { Pager } from "../lists/pager.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import { IncidentRow } from "./incident-row.tsx";

const statuses = ["open", "acknowledged", "recovering", "closed", "standing"] as const;
const severities = ["critical", "high", "medium", "low", "info"] as const;
const oneOf = <T extends string>(known: readonly T[], text: string | null): T | null => known.find((each) => each === text) ?? null;

/** Incidents, newest first; without a filter those that still stand. */
export const IncidentsPage = ({ query }: PageProps) => {
  const wanted = query.get("status");
  const incidents = useApi("/api/v1/incidents", { query: { after: query.get("after"), model: query.get("model"), severity: oneOf(severities, query.get("severity")), status: wanted === "all" ? null : (oneOf(statuses, wanted) ?? "standing"), limit: 50 } }, ["incident"]);
  const narrowed = query.has("model") || query.has("severity") || wanted !== null;
  return (
    <Page title="Incidents" lead="What does not agree with what was promised, whose it is, and since when.">
      <Filters label="Narrow the incidents">
        <ChoiceFilter name="status" label="Standing" any="All that stand" choices={[["open", "Open"], ["acknowledged", "Acknowledged"], ["recovering", "Recovering"], ["closed", "Closed"], ["all", "All there ever were"]]} />
        <ChoiceFilter name="severity" label="Severity" any="Any" choices={severities.map((each) => [each, each] as const)} />
        <WordsFilter name="model" label="Model" placeholder="its whole name" />
      </Filters>
      <Shown of={incidents} what="the incidents">{(page) => (page.items.length === 0
        ? narrowed ? <Empty title="No incident like that">Take a filter away to see the others.</Empty>
          : <Empty title="Nothing stands open">An incident opens by itself when a look finds that something promised does not hold. <a href="/incidents?status=all">Those of before</a></Empty>
        : <><ol className="lines" aria-label="Incidents">{page.items.map((incident) => <IncidentRow key={incident.id} incident={incident} />)}</ol><Pager page={page} things="incidents" /></>)}</Shown>
    </Page>
  );
};
