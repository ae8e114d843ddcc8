import type { LedgerKind } from "../../core/domain/ledger-entry.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterUnlessTaken, mostTries } from "./enter-unless-taken.ts";

interface Numbered<T extends { readonly id: string }> {
  readonly kind: LedgerKind;
  /** `WVR`. */
  readonly prefix: string;
  /** ISO 8601; the year goes into the id. */
  readonly at: string;
  readonly load: () => readonly T[];
  /** The one that is there already for the same reason; undefined when there is none. */
  readonly known: (records: readonly T[]) => T | undefined;
  readonly make: (id: string) => T;
}

/** Enters a record under the next number, `WVR-2026-0003`, once for one reason, whoever else does the same at the moment. The numbers go on over all years. */
export const enterNumbered = <T extends { readonly id: string }>(store: RunStore, { kind, prefix, at, load, known, make }: Numbered<T>, actor: string): T => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const records = load();
    const there = known(records);
    if (there !== undefined) return there;
    const record = make(nextNumber(prefix, records.map(({ id }) => id), at));
    if (enterUnlessTaken(store, { kind, subject: record.id, payload: record as unknown as CanonicalValue }, actor)) return record;
  }
  throw new Error(`other processes keep on entering records of ${kind}`);
};

/** `REQ-2026-0007`: the year, and a number that goes on over all years. */
export const nextNumber = (prefix: string, ids: readonly string[], at: string): string => {
  const highest = Math.max(0, ...ids.map((id) => Number(/(\d+)$/.exec(id)?.[1] ?? 0)));
  return `${prefix}-${at.slice(0, 4)}-${String(highest + 1).padStart(4, "0")}`;
};

/** The one that a name means: an id, whatever its case, or its number. */
export const named = <T extends { readonly id: string }>(records: readonly T[], name: string): T | undefined => {
  const wanted = name.trim().toUpperCase();
  return records.find(({ id }) => id === wanted) ?? (/^\d+$/.test(wanted) ? records.find(({ id }) => Number(id.split("-").at(-1)) === Number(wanted)) : undefined);
};
