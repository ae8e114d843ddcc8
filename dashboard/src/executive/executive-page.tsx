import { useMemo } from "react";
import type { ResultOf } from "../api/api-types.ts";
import { useApi } from "../api/use-api.ts";
import { subjectSentence } from "../decisions/subject-words.ts";
import { Page } from "../frame/page.tsx";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import { executiveSentence, ExecutiveSheet } from "./executive-sheet.tsx";
import { modelsOfStates, type OpenMatter } from "./models-of-states.ts";

type Incidents = ResultOf<"get", "/api/v1/incidents">;
type Requests = ResultOf<"get", "/api/v1/requests">;

/* Nothing is worse than a decision that nobody makes; a change of words can wait. */
const weights = { decision: "critical", remedy: "high", waiver: "high", amendment: "medium", "release-hold": "low" } as const;

const matters = (incidents: Incidents | null, requests: Requests | null): OpenMatter[] => [
  ...(requests?.items ?? []).flatMap(({ id, subject, missing }): OpenMatter[] => ("model" in subject && subject.model !== null ? [{ model: subject.model, what: subjectSentence(subject), who: missing.join(", "), href: `/requests/${id}`, severity: weights[subject.kind], cost: null }] : [])),
  ...(incidents?.items ?? []).flatMap(({ id, model, title, owner, severity, impact }): OpenMatter[] => (model === null ? [] : [{ model, what: title, who: owner?.name ?? null, href: `/incidents/${id}`, severity, cost: impact }])),
];

/** Everything on one sheet of paper: one sentence for each model, what is decided, what a day costs, what waits for whom. */
export const ExecutivePage = () => {
  const states = useApi("/api/v1/states", { query: { limit: 500 } }, ["run", "waiver"]);
  const models = useApi("/api/v1/models", { query: { limit: 1 } }, ["run"]);
  const trend = useApi("/api/v1/trend", { query: { days: "7" } }, ["run", "waiver"]);
  const incidents = useApi("/api/v1/incidents", { query: { status: "standing", limit: 500 } }, ["incident"]);
  const requests = useApi("/api/v1/requests", { query: { status: "open", limit: 500 } }, ["request"]);
  const open = useMemo(() => matters(incidents.data, requests.data), [incidents.data, requests.data]);
  const shown = useMemo(() => modelsOfStates(states.data?.items ?? [], open), [states.data, open]);
  // Every open matter, and each model that is not well and that nobody has taken up.
  const had = [...(incidents.data?.items ?? []).map(({ owner }) => owner?.name ?? null), ...shown.flatMap(({ model, waits: left }) => (left === null || open.some((matter) => matter.model === model) ? [] : [left.who]))];
  const waits = { untaken: had.filter((who) => who === null).length, approvals: requests.data?.items.length ?? 0, owners: had.filter((who) => who !== null) };
  const total = Math.max(models.data?.total ?? 0, shown.length);
  const title = states.data === null ? "One page" : executiveSentence(shown, total);
  return (
    <Page title="One page" heading={title}>
      <Shown of={states} what="the models">{() => (shown.length === 0 ? <Empty title="No run was made yet">Once one was, its model stands here in a sentence. <a href="/">How to make the first run</a></Empty>
        : <ExecutiveSheet models={shown} total={total} at={new Date().toISOString()} trend={trend.data} open={waits} />)}</Shown>
      <p className="acts no-print"><button type="button" className="act act-plain" onClick={() => print()}>Print it</button></p>
    </Page>
  );
};
