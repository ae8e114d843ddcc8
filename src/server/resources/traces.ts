import { z } from "zod";
import { receiveSpans } from "../../app/hooks/receive-spans.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import type { Span } from "../../ports/span-store.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { route } from "../route.ts";

const Value = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const SpanResult = z.object({
  traceId: z.string(), spanId: z.string(), parentSpanId: z.string().nullable(), name: z.string(), service: z.string().nullable(), environment: z.string().nullable(),
  startNs: z.string().describe("ns since 1970, as text: it does not fit a number"), endNs: z.string(), status: z.enum(["unset", "ok", "error"]), message: z.string().nullable(), attributes: Value,
  events: z.array(z.object({ atNs: z.string(), name: z.string(), attributes: Value })),
});
const Trace = z.object({ traceId: z.string(), spans: z.array(SpanResult) });

/** Where a span is from counts for nothing here; a token for some models sees no traces, for spans name no model that could be checked. */
const notNarrow = ({ models, name }: { readonly models: readonly string[] | null; readonly name: string }): void => {
  if (models !== null) throw new LockstepError("LS702", { message: `${name} is for ${models.join(", ")}, and a trace names no model`, todo: "Use a token for all models." });
};

const shown = (span: Span): z.infer<typeof SpanResult> => ({ ...span, attributes: { ...span.attributes }, events: span.events.map((event) => ({ ...event, attributes: { ...event.attributes } })) });

const receive = route({ method: "post", path: "/v1/traces", scope: "ingest", tag: "receiving", summary: "Spans as OTLP/HTTP sends them, JSON", result: z.object({ partialSuccess: z.object({ rejectedSpans: z.string(), errorMessage: z.string() }).optional() }), reads: "raw" },
  async ({ request, world }) => {
    const type = (request.headers.get("content-type") ?? "").toLowerCase();
    if (!/^application\/json(;|$)/.test(type)) {
      // OTLP asks for a Status with a message; 415 is no code at which exporters try again.
      return Response.json({ code: 3, message: `${type === "" ? "a body of no type" : type.slice(0, 60)} is not read here: set OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/json, or let a collector send JSON (otlphttp exporter, encoding: json)` }, { status: 415 });
    }
    const { rejected, why } = receiveSpans(world, request.headers.get("content-encoding"), new Uint8Array(await request.arrayBuffer()));
    return rejected === 0 ? {} : { partialSuccess: { rejectedSpans: String(rejected), errorMessage: why ?? "" } };
  });

const one = route({ method: "get", path: "/api/v1/traces/{traceId}", scope: "read", tag: "traces", summary: "The spans of a trace, by start", params: z.strictObject({ traceId: z.string().regex(/^[0-9a-f]{32}$/i, "a trace id is 32 hex digits") }), result: Trace },
  ({ params, principal, world }) => {
    notNarrow(principal);
    const traceId = params.traceId.toLowerCase();
    const spans = world.spans.trace(traceId);
    if (spans.length === 0) throw new LockstepError("LS706", { message: `there is no trace ${traceId}: it was never sent, or is older than a week`, place: "traceId" });
    return { traceId, spans: spans.map(shown) };
  });

const ofPrediction = route({ method: "get", path: "/api/v1/traces", scope: "read", tag: "traces", summary: "Traces in which a span names a prediction (attribute lockstep.id), newest first", query: z.strictObject({ prediction: z.string().min(1).max(500) }), result: z.object({ items: z.array(Trace) }) },
  ({ query, principal, world }) => {
    notNarrow(principal);
    return { items: world.spans.tracesOf(query.prediction).map((traceId) => ({ traceId, spans: world.spans.trace(traceId).map(shown) })) };
  });

const OfRun = z.object({ run: z.string(), items: z.array(z.object({ key: z.string(), output: z.string(), reference: z.string(), candidate: z.string(), difference: z.number().nullable(), traces: z.array(z.object({ traceId: z.string(), environments: z.array(z.string()), spans: z.number().int() })) })) });

type Told = z.infer<typeof OfRun>["items"][number];

/** A run's worst pairs with the traces of their predictions: from a finding to what happened inside. */
const ofRun = route({ method: "get", path: "/api/v1/runs/{id}/traces", scope: "read", tag: "traces", summary: "The traces of a run's worst pairs, by their keys", params: z.strictObject({ id: z.string().min(1).max(200) }), result: OfRun },
  ({ params, principal, world }) => {
    const run = world.store.get(params.id);
    if (run === null) throw new LockstepError("LS502", { message: `there is no run ${params.id}`, place: "id" });
    mustMayModel(principal, runAbout(run).model);
    const tracesOf = (key: string): Told["traces"] => world.spans.tracesOf(key).map((traceId) => {
      const spans = world.spans.trace(traceId);
      return { traceId, environments: [...new Set(spans.flatMap(({ environment }) => environment ?? []))], spans: spans.length };
    });
    // One prediction may differ in many outputs.
    const ofKey = new Map([...new Set(run.worst.map(({ key }) => key))].map((key) => [key, tracesOf(key)]));
    return { run: run.id, items: run.worst.map(({ key, output, reference, candidate, difference }) => ({ key, output, reference, candidate, difference, traces: ofKey.get(key) ?? [] })) };
  });

export const traceRoutes = [receive, one, ofPrediction, ofRun] as const;
