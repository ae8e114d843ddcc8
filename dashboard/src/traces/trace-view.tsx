import type { DrawnSpan } from "../../../src/core/traces/waterfall.ts";
import { waterfall } from "../../../src/core/traces/waterfall.ts";
import { formatNumber } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";

/** A span as the server tells it at /api/v1/traces/{traceId}. */
export interface ShownSpan extends DrawnSpan {
  readonly service: string | null;
  readonly environment: string | null;
  readonly status: "unset" | "ok" | "error";
  readonly message: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
}

/** Width of the drawing in its own units. */
const width = 240;
const height = 14;
/** A span of no length is still to be seen. */
const narrowest = 1.5;
/** Deeper ones are not moved further: the bars would leave no room for names. */
const deepest = 12;

/**
 * A trace as a waterfall: one line per span under the span that it is a part of. It is a table, so that everything that the bars show is there in numbers too; the bars
 * themselves are hidden from whoever listens.
 */
export const TraceView = ({ traceId, spans }: { readonly traceId: string; readonly spans: readonly ShownSpan[] }) => {
  const rows = waterfall(spans);
  const failed = rows.filter(({ span }) => span.status === "error").length;
  const total = rows.reduce((latest, { startMs, ms }) => Math.max(latest, startMs + ms), 0);
  if (rows.length === 0) return <p>No spans of this trace are kept: they are thrown away after a week.</p>;
  return (
    <section className="trace" aria-label={`Trace ${traceId}`}>
      <p>{rows.length} {rows.length === 1 ? "span" : "spans"} in {formatNumber(total)} ms{failed === 0 ? "" : `, ${failed} with an error`}. Trace <code>{traceId}</code></p>
      <DataTable caption="Spans by start, each under the one that it is a part of" rows={rows} columns={[
        { title: "span", cell: ({ span, depth, orphan }) => (
          <span>
            <span aria-hidden="true">{"\u2003".repeat(Math.min(depth, deepest))}</span>
            <bdi>{span.name}</bdi>{orphan ? " (the span that it belongs to was not sent)" : ""}
          </span>
        ) },
        { title: "environment", cell: ({ span }) => <bdi>{span.environment ?? span.service ?? "–"}</bdi> },
        { title: "prediction", cell: ({ span }) => <bdi>{String(span.attributes["lockstep.id"] ?? "–")}</bdi> },
        { title: "starts at, ms", numeric: true, cell: ({ startMs }) => formatNumber(startMs) },
        { title: "takes, ms", numeric: true, cell: ({ ms }) => formatNumber(ms) },
        { title: "", cell: ({ span, from, width: share }) => (
          <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true" focusable="false" className={span.status === "error" ? "effect-fail" : "effect-pass"}>
            <line className="effect-axis" x1={0} x2={width} y1={height - 1} y2={height - 1} />
            <rect x={Math.min(width - narrowest, from * width)} y={2} width={Math.max(narrowest, share * width)} height={height - 5} fill="var(--tone-of)" />
          </svg>
        ) },
        { title: "status", cell: ({ span }) => (span.status === "error" ? <>error{span.message === null ? "" : <>: <bdi>{span.message}</bdi></>}</> : span.status === "ok" ? "ok" : "–") },
      ]} />
    </section>
  );
};
