import type { DatabaseSync } from "node:sqlite";
import type { LedgerEntry, LedgerKind } from "../../../core/domain/ledger-entry.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { type CanonicalValue, canonicalJson } from "../../../core/ledger/canonical-json.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import type { PlacedRecord, StoredRecord } from "../../../ports/run-store.ts";
import { appendEntry, entryOf } from "./ledger-rows.ts";

/** Writes a record and its entry; the same record again gives back the entry it has. */
export const enterRecord = (database: DatabaseSync, { kind, subject, payload }: StoredRecord, actor: string, time: string): LedgerEntry => {
  if (kind === "run") throw new Error("a run is saved, not entered");
  const text = canonicalJson(payload);
  const payloadDigest = sha256(text);
  const known = entryOf(database, kind, subject);
  if (known !== null) {
    if (known.payloadDigest !== payloadDigest) throw new Error(`${kind} ${subject} is in the ledger with other content; records are immutable`);
    return known;
  }
  database.prepare("INSERT INTO records (kind, subject, document) VALUES (?, ?, ?)").run(kind, subject, text);
  return appendEntry(database, { time, actor, kind, subject, payloadDigest });
};

/** Every record of a kind beside its entry, whichever of both is missing. Each side looks up the other by its key: joined as a whole, tens of thousands would be compared with one another. */
const strayQuery = "SELECT NULL AS sequence, subject, document, NULL AS sealed FROM records AS kept WHERE kind = ?1 AND NOT EXISTS (SELECT 1 FROM ledger WHERE ledger.kind = ?1 AND ledger.subject = kept.subject)";
const enteredQuery = "SELECT sequence, entered.subject, document, payload_digest AS sealed FROM ledger AS entered LEFT JOIN records ON records.kind = ?1 AND records.subject = entered.subject WHERE entered.kind = ?1";
export const recordsQuery = `${strayQuery} UNION ALL ${enteredQuery} ORDER BY sequence`;

/**
 * The records of one kind in the ledger's order, each held against what the ledger sealed of it; LS503 for the first that was changed, that is
 * missing or that was never entered.
 */
export const recordsOf = (database: DatabaseSync, kind: LedgerKind, file: string): StoredRecord[] => database.prepare(recordsQuery).all(kind).map((row) => recordOf(row, kind, file));

/** Those that were entered after a sequence, at most so many; with the first ones also LS503 for one that was never entered. */
export const recordsAfter = (database: DatabaseSync, kind: LedgerKind, after: number, limit: number, file: string): PlacedRecord[] => {
  const stray = after > 0 ? undefined : database.prepare(strayQuery).get(kind);
  const rows = database.prepare(`${enteredQuery} AND sequence > ?2 ORDER BY sequence LIMIT ?3`).all(kind, after, limit);
  return [...(stray === undefined ? [] : [stray]), ...rows].map((row) => ({ ...recordOf(row, kind, file), sequence: Number(row["sequence"]) }));
};

const recordOf = ({ subject, document, sealed }: Readonly<Record<string, unknown>>, kind: LedgerKind, file: string): StoredRecord => {
  const flaw = typeof document !== "string" ? "it is no longer in the store" : sealed === null ? "it was never entered" : sha256(document) === sealed ? null : "it was changed afterwards";
  if (flaw !== null) throw new LockstepError("LS503", { message: `${kind} ${String(subject)} is not what the ledger sealed: ${flaw}`, place: file });
  return { kind, subject: String(subject), payload: JSON.parse(String(document)) as CanonicalValue };
};
