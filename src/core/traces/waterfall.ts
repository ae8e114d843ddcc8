/** What a waterfall needs of a span; times in ns as decimal text. */
export interface DrawnSpan {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly startNs: string;
  readonly endNs: string;
}

/** One line of a waterfall. */
export interface WaterfallRow<T extends DrawnSpan> {
  readonly span: T;
  /** How many spans it lies in, from 0. */
  readonly depth: number;
  /** Milliseconds from the trace's beginning, and how long it took. */
  readonly startMs: number;
  readonly ms: number;
  /** Where its bar begins and how wide it is, as shares of the whole trace, 0 to 1. */
  readonly from: number;
  readonly width: number;
  /** Whether it names a parent that was not sent. */
  readonly orphan: boolean;
}

/**
 * A trace's spans as lines, each under its parent, by start: every span once, whatever they say of one another. One whose parent is not there stands at the top, and of spans that
 * name one another in a circle the earliest does. Times are taken as they are: clocks of two machines need not agree, and a part may begin before its whole.
 */
export const waterfall = <T extends DrawnSpan>(spans: readonly T[]): readonly WaterfallRow<T>[] => {
  if (spans.length === 0) return [];
  const sorted = spans.toSorted((a, b) => Number(BigInt(a.startNs) - BigInt(b.startNs)) || a.spanId.localeCompare(b.spanId));
  const begin = BigInt(sorted[0]?.startNs ?? "0");
  const end = sorted.reduce((latest, { endNs }) => (BigInt(endNs) > latest ? BigInt(endNs) : latest), begin);
  const whole = Number(end - begin) / 1e6;
  const ids = new Set(sorted.map(({ spanId }) => spanId));
  const children = Map.groupBy(sorted, ({ parentSpanId }) => (parentSpanId !== null && ids.has(parentSpanId) ? parentSpanId : null));
  const rows: WaterfallRow<T>[] = [];
  const seen = new Set<T>();
  // A stack of its own: a chain of thousands of spans is deeper than a program may call itself.
  const place = (roots: readonly T[]): void => {
    const waiting = roots.map((span) => ({ span, depth: 0 })).reverse();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { span, depth } = next;
      if (seen.has(span)) continue;
      seen.add(span);
      const startMs = Number(BigInt(span.startNs) - begin) / 1e6;
      const ms = Math.max(0, Number(BigInt(span.endNs) - BigInt(span.startNs)) / 1e6);
      rows.push({ span, depth, startMs, ms, from: whole === 0 ? 0 : startMs / whole, width: whole === 0 ? 1 : ms / whole, orphan: span.parentSpanId !== null && !ids.has(span.parentSpanId) });
      for (const child of (children.get(span.spanId) ?? []).toReversed()) waiting.push({ span: child, depth: depth + 1 });
    }
  };
  place(children.get(null) ?? []);
  for (const span of sorted) if (!seen.has(span)) place([span]);
  return rows;
};
