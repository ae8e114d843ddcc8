import { formatMoment } from "../../../src/report/wording/format-number.ts";
import { App, type ShownRun } from "../app.tsx";
import { Said } from "../acting/said.tsx";
import { addressOf } from "../api/call.ts";
import { useAnswer, useApi } from "../api/use-api.ts";
import { RunDecision } from "../decisions/run-decision.tsx";
import { SignOffPart } from "../decisions/sign-off-part.tsx";
import { WaiversBeside } from "../decisions/waivers-beside.tsx";
import { followHash } from "../follow-hash.ts";
import { compareAddress, modelAddress, runAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { Moment } from "../lists/moment.tsx";
import { Section } from "../parts/section.tsx";
import { RecordFacts } from "../runs/record-facts.tsx";
import type { ListedRun } from "../runs/runs-table.tsx";
import { Shown } from "../states/shown.tsx";
import { PairTraces } from "../traces/pair-traces.ts";
import type { PageProps } from "./page-table.ts";

/** Reports as other tools read them, each with what it is for. */
const reports = [["html", "HTML, one file to share"], ["json", "JSON, the run document"], ["markdown", "Markdown"], ["junit", "JUnit"], ["sarif", "SARIF"], ["codequality", "GitLab code quality"], ["metrics", "OpenMetrics"], ["text", "text"]] as const;

const reportAddress = (id: string, format: string): string => `/api/v1/runs/${encodeURIComponent(id)}/report.${format}`;

/* A sentence above it says the run's own; a run never changes, so it is asked for once. */
const never = [] as const;

const modelOf = ({ run: { agreement, environments: { reference, candidate } } }: ShownRun): string | null => agreement?.model ?? candidate.model ?? reference.model;

const Neighbours = ({ shown }: { shown: ShownRun }) => {
  const { run } = shown;
  const model = modelOf(shown);
  const earlier = useApi("/api/v1/runs", { query: { model, environment: run.environments.candidate.name, kind: run.kind, to: run.startedAt, limit: 1 } }, never).data?.items[0] as ListedRun | undefined;
  return (
    <p className="run-links">
      {model !== null && <a href={modelAddress(model)}>The model <bdi>{model}</bdi></a>}
      {earlier !== undefined && <><a href={runAddress(earlier.id)}>The run before</a><a href={compareAddress(earlier.id, run.id)}>What changed since then</a></>}
      <a href={`/findings?${new URLSearchParams({ run: run.id }).toString()}`}>Its findings as a list</a>
    </p>
  );
};

const Reports = ({ id }: { id: string }) => (
  <ul className="reports">{reports.map(([format, words]) => <li key={format}><a href={reportAddress(id, format)} {...(format === "html" ? { target: "_blank", rel: "noopener" } : { download: `${id}.${format}` })}>{words}</a></li>)}</ul>
);

/** One run: the report's own viewer within the frame, then how to take it elsewhere and what it was. */
export const RunPage = ({ params: { id = "" } }: PageProps) => {
  const shown = useAnswer<ShownRun>(addressOf("/api/v1/runs/{id}", { params: { id }, query: { shown: true } }), never);
  const record = useApi("/api/v1/runs/{id}/record", { params: { id } }, ["run", "baseline", "sign-off"]);
  const traces = useApi("/api/v1/runs/{id}/traces", { params: { id } }, ["run"]);
  const { run } = shown.data ?? {};
  const pairTraces: PairTraces = { state: traces.data !== null ? "known" : traces.problem === null ? "asking" : "failed", ofKey: new Map(traces.data?.items.map((item) => [item.key, item.traces])), again: traces.again };
  return (
    <Page quiet title={run === undefined ? `Run ${id}` : `${run.verdict}: ${run.environments.candidate.name} against ${run.environments.reference.name}`} above={<><a href="/runs">Runs</a> / <bdi className="value">{id}</bdi>{run !== undefined && <>, <Moment at={run.startedAt} short />, {formatMoment(run.startedAt)}</>}</>}>
      <Shown of={shown} what={`the run ${id}`}>
        {(data) => (
          <Said><div className="run">
            <Neighbours shown={data} />
            <WaiversBeside model={modelOf(data)} environment={data.run.environments.candidate.name}>
              <PairTraces value={pairTraces}><App shown={data} onShown={followHash} within deciding={<Section id="decided" title="What was decided"><RunDecision run={data.run.id} asked={data.run.decision.action} /></Section>} /></PairTraces>
            </WaiversBeside>
            <Section id="sign-off" title="Sign-off"><SignOffPart run={data.run} model={modelOf(data)} /></Section>
            <Section id="reports" title="As a file"><Reports id={data.run.id} /></Section>
            <Section id="record" title="The record"><Shown of={record} what="the record">{(facts) => <RecordFacts record={facts} />}</Shown></Section>
          </div></Said>
        )}
      </Shown>
    </Page>
  );
};
