import { formatCount, formatPlural } from "../../../src/report/wording/format-number.ts";
import type { ResultOf } from "../api/api-types.ts";
import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import { ChoiceFilter, Filters, ModelFilter, WordsFilter } from "../lists/filters.tsx";
import { Pager } from "../lists/pager.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import { IncidentRow } from "./incident-row.tsx";

const statuses = ["open", "acknowledged", "recovering", "closed", "standing"] as const;
const severities = ["critical", "high", "medium", "low", "info"] as const;
const oneOf = <T extends string>(known: readonly T[], text: string | null): T | null => known.find((each) => each === text) ?? null;

type Listed = ResultOf<"get", "/api/v1/incidents">;

/* Only where all that stand are in sight. */
const leadOf = ({ items, next }: Listed): string | null => {
  if (next !== null || items.length === 0) return null;
  const grave = items.filter(({ severity }) => severity === "critical" || severity === "high").length;
  const lost = items.filter(({ owner }) => owner === null).length;
  return `${formatPlural(items.length, "incident")} ${items.length === 1 ? "stands" : "stand"}${grave === 0 ? ", none of them grave" : `, ${formatCount(grave)} critical or high`}; ${lost === 0 ? "each has an owner" : lost === 1 ? "nobody has one of them" : `nobody has ${formatCount(lost)} of them`}.`;
};

/* What is grave, and nobody has, is not to be looked for; where there are more pages, the server's order holds over all of them. */
const gravestFirst = ({ items, next }: Listed, after: string | null): Listed["items"] =>
  next !== null || after !== null ? items : items.toSorted((a, b) => Number(a.status === "closed") - Number(b.status === "closed") || severities.indexOf(a.severity) - severities.indexOf(b.severity) || Number(b.owner === null) - Number(a.owner === null));

/** Incidents, the gravest first where they fit one page, else the newest; without a filter those that still stand. */
export const IncidentsPage = ({ query }: PageProps) => {
  const wanted = query.get("status");
  const incidents = useApi("/api/v1/incidents", { query: { after: query.get("after"), model: query.get("model"), owner: query.get("owner"), severity: oneOf(severities, query.get("severity")), status: wanted === "all" ? null : (oneOf(statuses, wanted) ?? "standing"), limit: 50 } }, ["incident"]);
  const narrowed = query.has("model") || query.has("owner") || query.has("severity") || wanted !== null;
  const lead = incidents.data === null || narrowed || query.has("after") ? null : leadOf(incidents.data);
  return (
    <Page title="Incidents" lead={lead === null ? "What does not agree with what was promised, whose it is, and since when." : <span className="lead-first">{lead}</span>}>
      <Filters label="Narrow the incidents">
        <ModelFilter />
        <ChoiceFilter name="status" label="Standing" any="all that stand" choices={[["open", "open"], ["acknowledged", "acknowledged"], ["recovering", "recovering"], ["closed", "closed"], ["all", "all there ever were"]]} />
        <ChoiceFilter name="severity" label="Severity" any="any severity" choices={severities.map((each) => [each, each] as const)} />
        <WordsFilter name="owner" label="Owner" placeholder="part of a name" />
      </Filters>
      <Shown of={incidents} what="the incidents">{(page) => (page.items.length === 0
        ? narrowed ? <Empty title="No incident like that">Take a filter away to see the others.</Empty>
          : <Empty title="Nothing stands open">An incident opens by itself when a look finds that something promised does not hold. <a href="/incidents?status=all">Those of before</a></Empty>
        : <><ol className="lines" aria-label="Incidents">{gravestFirst(page, query.get("after")).map((incident) => <IncidentRow key={incident.id} incident={incident} />)}</ol><Pager page={page} things="incidents" /></>)}</Shown>
    </Page>
  );
};
