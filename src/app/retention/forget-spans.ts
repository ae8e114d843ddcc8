import type { RunStore } from "../../ports/run-store.ts";
import type { SpanStore } from "../../ports/span-store.ts";
import { enterPruned } from "./prune-beside.ts";

const dayMs = 864e5;
/** Spans explain what is looked at now: a week, and about a gigabyte. They are no evidence. */
const keepMs = 7 * dayMs;
const mostKept = 1_000_000;

/** How many were taken since the last entry said so, and since when (ms). */
const taken = new WeakMap<SpanStore, { readonly count: number; readonly since: number }>();

/** Takes away spans that are older than a week, and the oldest of more than a million. */
export const forgetSpans = (spans: SpanStore, now: number): void => {
  const before = taken.get(spans) ?? { count: 0, since: now };
  taken.set(spans, { count: before.count + spans.prune(now - keepMs, mostKept), since: before.count === 0 ? now : before.since });
};

/** Enters how many spans were taken, once a day; they go all the time. Gives the entry's subject, null where there is none to make. */
export const enterForgotten = (store: Pick<RunStore, "enter">, spans: SpanStore, now: number, actor: string): string | null => {
  const { count, since } = taken.get(spans) ?? { count: 0, since: now };
  if (count === 0 || now - since < dayMs) return null;
  taken.delete(spans);
  return enterPruned(store, { pruned: { events: 0, spans: count, alerts: 0, copies: 0 }, files: [], keepMs, now, actor });
};
