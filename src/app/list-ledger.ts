import type { LedgerEntry, LedgerKind } from "../core/domain/ledger-entry.ts";
import type { CanonicalValue } from "../core/ledger/canonical-json.ts";
import { entryWords } from "../core/ledger/entry-words.ts";
import type { RunStore } from "../ports/run-store.ts";

export interface ToldEntry extends LedgerEntry {
  /** What happened, in one line. */
  readonly words: string;
}

/** The newest entries of a ledger, newest first, each in words; of one kind when one is named. LS503 when what is told is not what was sealed. */
export const listLedger = (store: RunStore, { limit, kind }: { readonly limit: number; readonly kind: LedgerKind | null }): ToldEntry[] => {
  const shown = [...store.ledger()].filter((entry) => kind === null || entry.kind === kind).slice(-limit).reverse();
  const kinds = [...new Set(shown.map((entry) => entry.kind))].filter((each) => each !== "run");
  const records = new Map(kinds.flatMap((each) => store.records(each).map(({ subject, payload }) => [`${each} ${subject}`, payload] as const)));
  return shown.map((entry) => ({ ...entry, words: entryWords(entry, entry.kind === "run" ? ((store.get(entry.subject) as CanonicalValue) ?? null) : (records.get(`${entry.kind} ${entry.subject}`) ?? null)) }));
};
