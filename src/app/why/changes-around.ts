import { z } from "zod";
import { CalendarEntry, HypothesisRecord } from "../../core/domain/hypothesis.ts";
import type { Run } from "../../core/domain/run.ts";
import type { ConcurrentChange } from "../../core/domain/validation.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enteredFingerprints } from "../watch/entered-fingerprints.ts";
import { changesOfRuns, type FoundChange } from "./changes-of-runs.ts";

export interface ChangesQuestion {
  readonly model: string;
  readonly environment: string;
  /** When production is most likely to have left the corridor: ISO instant or local date. */
  readonly onset: string;
  readonly daysBefore: number;
  readonly daysAfter: number;
}

const dayMs = 86_400_000;
const pageSize = 100;
/** Runs before the span that are looked at for what was there before. */
const mostBefore = 50;

/** What else changed at that time, as stored runs, read fingerprints and the ledger know it, nearest to the onset first. That something changed then does not say that it was the cause. */
export const changesAround = (store: RunStore, question: ChangesQuestion): ConcurrentChange[] => {
  const { model, environment, daysBefore, daysAfter } = question;
  const onset = Date.parse(question.onset);
  if (Number.isNaN(onset)) return [];
  const [from, to] = [onset - daysBefore * dayMs, onset + daysAfter * dayMs];
  const found = [...changesOfRuns(runsUntil(store, model, from, to), environment), ...fingerprintChanges(store, environment), ...amendments(store, model), ...calendarBeginnings(store, model)];
  const near = found.flatMap((change): ConcurrentChange[] => {
    const at = Date.parse(change.at);
    return at < from || at > to ? [] : [{ ...change, daysFromOnset: Math.round(((at - onset) / dayMs) * 10) / 10 }];
  });
  const distinct = [...new Map(near.map((change) => [`${change.kind} ${change.what} ${change.at}`, change])).values()];
  return distinct.sort((a, b) => Math.abs(a.daysFromOnset ?? 0) - Math.abs(b.daysFromOnset ?? 0) || (a.at < b.at ? -1 : 1));
};

/** Runs of the model up to the end of the span, oldest first, with some from before it to compare with. */
const runsUntil = (store: RunStore, model: string, from: number, to: number): Run[] => {
  const runs: Run[] = [];
  let before = 0;
  for (let offset = 0; ; offset += pageSize) {
    const page = store.list(pageSize, offset, { model });
    for (const { id, startedAt } of page) {
      const at = Date.parse(startedAt);
      if (at > to) continue;
      if (at < from) before += 1;
      if (before > mostBefore) return runs.reverse();
      const run = store.get(id);
      if (run !== null) runs.push(run);
    }
    if (page.length < pageSize) return runs.reverse();
  }
};

const fingerprintChanges = (store: RunStore, environment: string): FoundChange[] =>
  enteredFingerprints(store, environment).flatMap(({ at, before, moved }) => (before === null ? [] : [{ at, kind: "fingerprint" as const, what: `${environment} is not what it was: ${moved ?? "its identity moved"}` }]));

const amendments = (store: RunStore, model: string): FoundChange[] => store.records("hypothesis").flatMap(({ payload }): FoundChange[] => {
  const read = HypothesisRecord.safeParse(payload);
  if (!read.success || read.data.version === 1 || read.data.content.model !== model) return [];
  const { content, version, changed, registeredAt } = read.data;
  return [{ at: registeredAt, kind: "amendment", what: `hypothesis ${content.name} was amended to version ${version}${changed.length === 0 ? "" : `: ${listOf(changed.map(({ field }) => field))}`}` }];
});

const Entered = z.object({ content: CalendarEntry });

const calendarBeginnings = (store: RunStore, model: string): FoundChange[] => {
  const entries = store.records("calendar").flatMap(({ payload }) => { const read = Entered.safeParse(payload); return read.success ? [read.data.content] : []; });
  // The latest version of an entry is the one that holds.
  return [...new Map(entries.map((entry) => [entry.name, entry])).values()]
    .filter(({ models }) => models === null || models.includes(model))
    .map(({ name, kind, from, to }) => ({ at: new Date(from).toISOString(), kind: "calendar" as const, what: `${name} (${kind}) from ${from} to ${to}` }));
};
