import type { ResultOf } from "../api/api-types.ts";
import { addressOf } from "../api/call.ts";
import { useAnswer } from "../api/use-api.ts";
import { traceAddress } from "../frame/addresses.ts";
import { Page } from "../frame/page.tsx";
import { Filters, WordsFilter } from "../lists/filters.tsx";
import { WideSection } from "../lists/wide-section.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Empty } from "../states/empty.tsx";
import { Shown } from "../states/shown.tsx";
import { TraceView } from "./trace-view.tsx";

const never = [] as const;

/** How a service written in Python comes to send its spans here. */
const howToSend = (): string => `import lockstep

lockstep.configure_spans("${location.origin}", token=..., service="NAME", environment="production")
app = lockstep.mount(app)
lockstep.log(row, outputs, id=row["id"])`;

/** The traces that name one prediction, the newest first. */
export const TracesPage = ({ query }: PageProps) => {
  const prediction = query.get("prediction");
  const asked = useAnswer<ResultOf<"get", "/api/v1/traces">>(prediction === null ? null : addressOf("/api/v1/traces", { query: { prediction } }), never);
  return (
    <Page title={prediction === null ? "Traces" : `Traces of ${prediction}`} heading={prediction === null ? "Traces" : <>Traces of <bdi className="value">{prediction}</bdi></>} lead="What happened inside a prediction, by the services that sent it. They are kept for a week.">
      <Filters label="Which prediction"><WordsFilter name="prediction" label="Prediction" placeholder="its id, whole" /></Filters>
      {prediction === null
        ? <Empty title="Name a prediction" command={howToSend()}>A run’s worst pairs lead to their traces by themselves. Services send them with the SDK, by a token that may ingest; the id that is logged is the id to look for.</Empty>
        : <Shown of={asked} what="the traces">
          {({ items }) => (items.length === 0
            ? <Empty title="No trace names this prediction" command={howToSend()}>It was never sent, was not sampled, or is older than a week. This is how a service sends them; the id that it logs must be the one of the compared logs.</Empty>
            : items.map(({ traceId, spans }) => <WideSection key={traceId} id={`trace-${traceId}`} title={<a href={traceAddress(traceId)}>Trace <span className="value">{traceId}</span></a>}><TraceView traceId={traceId} spans={spans} /></WideSection>))}
        </Shown>}
    </Page>
  );
};
