import { type CalendarEntry, CalendarRecord } from "../../core/domain/hypothesis.ts";
import { changedFields } from "../../core/hypothesis/changed-fields.ts";
import { momentOf } from "../../core/hypothesis/moment-of.ts";
import { canonicalJson, type CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { Registration } from "./registered.ts";

/** The calendar that is in force, and what of the written one is not. */
export interface CalendarInForce {
  readonly entries: readonly CalendarEntry[];
  /** What is otherwise than the manifest says, in words; to be shown beside the verdicts. */
  readonly notes: readonly string[];
  readonly records: readonly CalendarRecord[];
}

/** All versions of all entries of the calendar that this store's ledger knows, in its order. */
export const registeredCalendar = (store: RunStore): readonly CalendarRecord[] =>
  store.records("calendar").flatMap(({ payload }) => {
    const read = CalendarRecord.safeParse(payload);
    return read.success ? [read.data] : [];
  });

/**
 * Registers what is new or changed in the calendar and gives back what of it is in force. An entry that was there before its time began excludes it. One that was written, or
 * changed, when data of its time were there to be seen does not, until somebody accepts it with a reason: until then the version before it holds, and what has none is only
 * noted. With `accept` the entries of these names are accepted, for the reason of the registration.
 */
export const ensureCalendarRegistered = (store: RunStore, entries: readonly CalendarEntry[], registration: Registration, accept: readonly string[] = []): CalendarInForce => {
  for (const entry of entries) enterEntry(store, entry, { ...registration, reason: accept.includes(entry.name) ? (registration.reason ?? null) : null });
  return calendarInForce(registeredCalendar(store), entries);
};

/** What of the written calendar is in force by what was registered. */
export const calendarInForce = (records: readonly CalendarRecord[], entries: readonly CalendarEntry[]): CalendarInForce => {
  const judged = entries.map((entry) => {
    const versions = records.filter((record) => record.entry === entry.name);
    const holding = versions.findLast((record) => !record.afterTheFact || record.reason !== null);
    if (holding !== undefined && same(holding.content, entry)) return { entry, note: null };
    if (holding !== undefined) return { entry: holding.content, note: `${entry.name}: version ${holding.version} of ${holding.registeredAt.slice(0, 10)} holds; its change was written when data of its time were there to be seen, and nobody accepted it` };
    if (entry.treatment === "note") return { entry, note: null };
    return { entry: { ...entry, treatment: "note" as const }, note: `${entry.name} is not excluded: it was written when data of its time were there to be seen, and nobody accepted it` };
  });
  const gone = [...new Set(records.map(({ entry }) => entry))].filter((name) => !entries.some((entry) => entry.name === name));
  return {
    entries: judged.map(({ entry }) => entry), records,
    notes: [...judged.flatMap(({ note }) => (note === null ? [] : [note])), ...(gone.length === 0 ? [] : [`registered, and no longer in the calendar: ${listOf(gone)}`])],
  };
};

/** Whoever registers at the same moment may have been first, and this often. */
const mostAttempts = 5;

const enterEntry = (store: RunStore, entry: CalendarEntry, registration: Registration): void => {
  for (let attempt = 1; ; attempt += 1) {
    const versions = registeredCalendar(store).filter((record) => record.entry === entry.name);
    const before = versions.at(-1);
    // Accepting says of the same words that they hold.
    const accepted = before !== undefined && before.afterTheFact && before.reason === null && (registration.reason ?? null) !== null;
    if (before !== undefined && same(before.content, entry) && !accepted) return;
    const { author, now, dataUntil, reason = null } = registration;
    const record: CalendarRecord = {
      entry: entry.name, version: (before?.version ?? 0) + 1, digest: sha256(canonicalJson(entry as CanonicalValue)), content: entry, registeredAt: new Date(now).toISOString(), author, reason,
      changed: before === undefined ? [] : changedFields(before.content, entry), dataUntil, afterTheFact: isAfterTheFact(before?.content, entry, dataUntil),
    };
    try {
      store.enter({ kind: "calendar", subject: `${record.entry}/v${record.version}`, payload: record as CanonicalValue }, author);
      return;
    } catch (cause) {
      if (registeredCalendar(store).every(({ entry: name, version }) => name !== record.entry || version < record.version) || attempt === mostAttempts) throw cause;
    }
  }
};

/** A reason that is reworded changes nothing. */
const same = (one: CalendarEntry, other: CalendarEntry): boolean => canonicalJson({ ...one, reason: null } as CanonicalValue) === canonicalJson({ ...other, reason: null } as CanonicalValue);

const isAfterTheFact = (before: CalendarEntry | undefined, entry: CalendarEntry, dataUntil: string | null): boolean =>
  dataUntil !== null && [before, entry].some((each) => each !== undefined && (momentOf(each.from) ?? Number.NEGATIVE_INFINITY) <= Date.parse(dataUntil));
