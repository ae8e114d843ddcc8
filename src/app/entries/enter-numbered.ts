import type { LedgerKind } from "../../core/domain/ledger-entry.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterUnlessTaken } from "./enter-unless-taken.ts";
import { nextNumber } from "./record-number.ts";
import { untilEntered } from "./until-entered.ts";

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
export const enterNumbered = <T extends { readonly id: string }>(store: RunStore, { kind, prefix, at, load, known, make }: Numbered<T>, actor: string): T =>
  untilEntered(`records of ${kind}`, () => {
    const records = load();
    const there = known(records);
    if (there !== undefined) return there;
    const record = make(nextNumber(prefix, records.map(({ id }) => id), at));
    return enterUnlessTaken(store, { kind, subject: record.id, payload: record as unknown as CanonicalValue }, actor) ? record : undefined;
  });
