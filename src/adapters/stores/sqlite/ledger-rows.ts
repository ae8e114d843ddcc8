import type { DatabaseSync } from "node:sqlite";
import type { LedgerEntry, LedgerKind } from "../../../core/domain/ledger-entry.ts";
import { sealEntry } from "../../../core/ledger/seal-entry.ts";

const columns = "sequence, time, actor, kind, subject, payload_digest AS payloadDigest, previous_hash AS previousHash, hash";

/** The entry that sealed this subject; null when it was never entered. */
export const entryOf = (database: DatabaseSync, kind: LedgerKind, subject: string): LedgerEntry | null => {
  const row = database.prepare(`SELECT ${columns} FROM ledger WHERE kind = ? AND subject = ?`).get(kind, subject);
  return row === undefined ? null : ({ ...row } as unknown as LedgerEntry);
};

/** Puts an entry at the chain's end; to be called inside the transaction that writes what it seals. */
export const appendEntry = (database: DatabaseSync, content: Pick<LedgerEntry, "time" | "actor" | "kind" | "subject" | "payloadDigest">): LedgerEntry => {
  const last = database.prepare(`SELECT ${columns} FROM ledger ORDER BY sequence DESC LIMIT 1`).get();
  const entry = sealEntry((last as unknown as LedgerEntry | undefined) ?? null, content);
  database
    .prepare("INSERT INTO ledger (sequence, time, actor, kind, subject, payload_digest, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(entry.sequence, entry.time, entry.actor, entry.kind, entry.subject, entry.payloadDigest, entry.previousHash, entry.hash);
  return entry;
};

/** The whole chain, in order. */
export function* chainEntries(database: DatabaseSync): Generator<LedgerEntry> {
  for (const row of database.prepare(`SELECT ${columns} FROM ledger ORDER BY sequence`).iterate()) yield { ...row } as unknown as LedgerEntry;
}
