import { formatCount, formatNumber, formatPlural } from "../../../src/report/wording/format-number.ts";
import { waterfall, type WaterfallRow } from "../../../src/core/traces/waterfall.ts";
import type { ResultOf } from "../api/api-types.ts";
import { Facts } from "../acting/facts.tsx";
import { tracesAddress } from "../frame/addresses.ts";
import { ListTable } from "../lists/list-table.tsx";
import { Folded } from "../parts/folded.tsx";
import { More } from "../parts/more.tsx";

type ShownTrace = ResultOf<"get", "/api/v1/traces/{traceId}">;
type ShownSpan = ShownTrace["spans"][number];
type Row = WaterfallRow<ShownSpan>;

/** Width of a bar in its own units; it is drawn as wide as its column. */
const width = 240;
const height = 14;
/** A span of no length is still to be seen. */
const narrowest = 1.5;
/** Deeper ones are not moved further: there would be no room for names. */
const deepest = 8;
/** So many are in sight before the rest folds away. */
const firstSpans = 100;

const written = (value: ShownSpan["attributes"][string]): string => (value === null ? "–" : String(value));

const Inside = ({ span, orphan }: Row) => (
  <>
    {orphan && <p className="soft">The span that it belongs to was not sent.</p>}
    <Facts rows={[["begins", <span className="value">{new Date(Number(BigInt(span.startNs) / 1_000_000n)).toISOString()}</span>], ["service", span.service === null ? null : <bdi>{span.service}</bdi>],
      ...Object.entries(span.attributes).map(([name, value]) => [<bdi className="name">{name}</bdi>, <bdi className="value">{written(value)}</bdi>] as const)]} />
    {span.events.map((event, at) => <div key={at}><h4>{event.name}, {formatNumber(Number(BigInt(event.atNs) - BigInt(span.startNs)) / 1e6)} ms after its begin</h4><Facts rows={Object.entries(event.attributes).map(([name, value]) => [<bdi className="name">{name}</bdi>, <bdi className="value">{written(value)}</bdi>] as const)} /></div>)}
  </>
);

const Status = ({ span: { status, message } }: Row) => (status === "error"
  ? <><span className="verdict verdict-fail"><span className="verdict-sign" aria-hidden="true">✕</span>error</span>{message !== null && <small dir="auto">{message}</small>}</>
  : status === "ok" ? <span className="soft">ok</span> : null);

const Bar = ({ span, from, width: share }: Row) => (
  <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" focusable="false" className={`span-bar ${span.status === "error" ? "effect-fail" : "effect-none"}`}>
    <line className="effect-axis" x1={0} x2={width} y1={height - 1} y2={height - 1} />
    <rect x={Math.min(width - narrowest, from * width)} y={2} width={Math.max(narrowest, Math.min(1 - from, share) * width)} height={height - 5} fill="var(--tone-of)" />
  </svg>
);

/**
 * A trace as a waterfall: one line per span under the span that it is a part of. It is a table, so that everything that the bars show is there in numbers too; the bars
 * themselves are hidden from whoever listens. A span opens: its attributes and events.
 */
export const TraceView = ({ traceId, spans }: ShownTrace) => {
  const rows = waterfall(spans);
  const failed = rows.filter(({ span }) => span.status === "error").length;
  const total = rows.reduce((latest, { startMs, ms }) => Math.max(latest, startMs + ms), 0);
  const predictions = [...new Set(rows.flatMap(({ span }) => (span.attributes["lockstep.id"] === undefined ? [] : [written(span.attributes["lockstep.id"])])))];
  return (
    <div className="trace">
      <p>{formatPlural(rows.length, "span")} in {formatNumber(total)} ms{failed === 0 ? "" : <>, <strong>{formatCount(failed)} with an error</strong></>}.
        {predictions.length > 0 && <> Prediction {predictions.map((id, at) => <span key={id}>{at > 0 && ", "}<a href={tracesAddress(id)}><bdi className="value">{id}</bdi></a></span>)}.</>}</p>
      <More rows={rows} first={firstSpans} render={(some) => (
        <ListTable caption={`Spans of trace ${traceId} by start, each under the one that it is a part of`} quietCaption rows={some} idOf={({ span }) => span.spanId} columns={[
          { title: "Span", plain: true, width: "38%", cell: (row) => (
            <div className="span-name" style={{ paddingInlineStart: `${Math.min(row.depth, deepest) * 0.9}rem` }}>
              <Folded summary={<><bdi className="name">{row.span.name}</bdi> <small className="soft"><bdi>{row.span.environment ?? row.span.service ?? ""}</bdi></small></>}>{() => <Inside {...row} />}</Folded>
            </div>
          ) },
          { title: "When", plain: true, cell: (row) => <Bar {...row} /> },
          { title: "Begins, ms", numeric: true, width: "6.5rem", cell: ({ startMs }) => formatNumber(startMs) },
          { title: "Takes, ms", numeric: true, width: "6.5rem", cell: ({ ms }) => formatNumber(ms) },
          { title: "Status", width: "8rem", cell: (row) => <Status {...row} /> },
        ]} />
      )} />
    </div>
  );
};
