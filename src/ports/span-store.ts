/** One span of a trace, as OTLP names its parts. Times in ns since 1970 as decimal text: they do not fit a number. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly service: string | null;
  readonly environment: string | null;
  readonly startNs: string;
  readonly endNs: string;
  readonly status: "unset" | "ok" | "error";
  readonly message: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
  readonly events: readonly { readonly atNs: string; readonly name: string; readonly attributes: Readonly<Record<string, string | number | boolean | null>> }[];
}

/** Spans of predictions, kept for a while: they explain findings, and are no evidence. */
export interface SpanStore {
  /** The same span again takes the place of the earlier one. Gives how many were new. */
  put(spans: readonly Span[], now: number): number;
  /** Of one trace, by start. */
  trace(traceId: string): readonly Span[];
  /** Ids of traces in which a span names this prediction (attribute `lockstep.id`), newest first, at most 20. */
  tracesOf(prediction: string): readonly string[];
  /** Takes away what came before this time (ms) and all beyond `most` spans, the oldest first. Gives how many. */
  prune(before: number, most: number): number;
  close(): void;
}
