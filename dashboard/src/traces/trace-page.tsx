import { useApi } from "../api/use-api.ts";
import { Page } from "../frame/page.tsx";
import type { PageProps } from "../pages/page-table.ts";
import { Shown } from "../states/shown.tsx";
import { TraceView } from "./trace-view.tsx";

/* Spans come without an entry in the ledger; whoever waits for one looks again. */
const never = [] as const;
const shortId = 8;

/** One trace: what happened inside a request, from the first span to the last. */
export const TracePage = ({ params: { trace = "" } }: PageProps) => {
  const asked = useApi("/api/v1/traces/{traceId}", { params: { traceId: trace } }, never);
  return (
    <Page title={`Trace ${trace.slice(0, shortId)}`} above={<><a href="/traces">Traces</a> / <bdi className="value">{trace}</bdi></>} lead="What happened inside, by the services that sent it. It explains; no verdict looks at it.">
      <Shown of={asked} what="the trace">{(shown) => <TraceView {...shown} />}</Shown>
    </Page>
  );
};
