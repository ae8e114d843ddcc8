import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { LedgerEntry } from "../../../core/domain/ledger-entry.ts";
import type { Run } from "../../../core/domain/run.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { sealedRunText } from "../../../core/ledger/run-digest.ts";
import { sealEntry } from "../../../core/ledger/seal-entry.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import type { DocumentDigest } from "../../../core/ledger/verify-documents.ts";
import type { RunStore, RunSummary } from "../../../ports/run-store.ts";
import { inTransaction } from "./in-transaction.ts";
import { openDatabase } from "./open-database.ts";
import { sqliteFailure } from "./sqlite-failure.ts";

/** The store's file inside its directory. */
export const storeFile = (directory: string): string => join(directory, "lockstep.db");

/** How many ids a beginning is resolved to; more would not be read by anyone who has to choose. */
const resolveLimit = 20;

const ledgerColumns = "sequence, time, actor, kind, subject, payload_digest AS payloadDigest, previous_hash AS previousHash, hash";

/** Runs and the ledger in one SQLite file, `<directory>/lockstep.db`; any number of processes may use it at once. */
export const createSqliteRunStore = (directory: string, options: { readonly now?: () => number } = {}): RunStore => {
  const file = storeFile(directory);
  const database = openDatabase(file);
  const now = options.now ?? Date.now;
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw sqliteFailure(cause, file);
    }
  };
  return {
    save: (run, actor) => guarded(() => inTransaction(database, () => save(database, run, actor, new Date(now()).toISOString()))),
    get: (id) => guarded(() => get(database, id, file)),
    list: (limit, offset) =>
      guarded(() => {
        const rows = database.prepare("SELECT id, started_at AS startedAt, reference, candidate, verdict, headline FROM runs ORDER BY started_at DESC, id DESC LIMIT ? OFFSET ?").all(limit, offset);
        return rows.map((row) => Object.assign({}, row) as unknown as RunSummary);
      }),
    resolve: (prefix) =>
      guarded(() => {
        const rows = database.prepare("SELECT id FROM runs WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT ?2").all(prefix, resolveLimit);
        return rows.map((row) => String(row["id"]));
      }),
    ledger: () => guarded(() => entries(database)),
    documents: () => guarded(() => documents(database)),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
};

const save = (database: DatabaseSync, run: Run, actor: string, time: string): Run => {
  const text = sealedRunText(run);
  const payloadDigest = sha256(text);
  const known = entryOf(database, run.id);
  if (known !== null) {
    if (known.payloadDigest !== payloadDigest) throw new Error(`run ${run.id} is in the store with other content; runs are immutable`);
    return placed(text, known);
  }
  const last = database.prepare(`SELECT ${ledgerColumns} FROM ledger ORDER BY sequence DESC LIMIT 1`).get();
  const entry = sealEntry((last as unknown as LedgerEntry | undefined) ?? null, { time, actor, kind: "run", subject: run.id, payloadDigest });
  database.prepare("INSERT INTO runs (id, document) VALUES (?, ?)").run(run.id, text);
  database
    .prepare("INSERT INTO ledger (sequence, time, actor, kind, subject, payload_digest, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(entry.sequence, entry.time, entry.actor, entry.kind, entry.subject, entry.payloadDigest, entry.previousHash, entry.hash);
  return placed(text, entry);
};

const get = (database: DatabaseSync, id: string, file: string): Run | null => {
  const row = database.prepare("SELECT document FROM runs WHERE id = ?").get(id);
  if (row === undefined) return null;
  const text = String(row["document"]);
  const entry = entryOf(database, id);
  if (entry === null || entry.payloadDigest !== sha256(text)) {
    throw new LockstepError("LS503", { message: `run ${id} is not what the ledger sealed: ${entry === null ? "it was never entered" : "it was changed afterwards"}`, place: file });
  }
  return placed(text, entry);
};

/** The run as it is read back, so that whoever saves it and whoever loads it later see the same document. */
const placed = (text: string, entry: LedgerEntry): Run => ({ ...(JSON.parse(text) as Run), ledger: { sequence: entry.sequence, head: entry.hash } });

const entryOf = (database: DatabaseSync, id: string): LedgerEntry | null => {
  const row = database.prepare(`SELECT ${ledgerColumns} FROM ledger WHERE kind = 'run' AND subject = ?`).get(id);
  return row === undefined ? null : ({ ...row } as unknown as LedgerEntry);
};

function* entries(database: DatabaseSync): Generator<LedgerEntry> {
  for (const row of database.prepare(`SELECT ${ledgerColumns} FROM ledger ORDER BY sequence`).iterate()) yield { ...row } as unknown as LedgerEntry;
}

function* documents(database: DatabaseSync): Generator<DocumentDigest> {
  for (const row of database.prepare("SELECT id, document FROM runs ORDER BY id").iterate()) yield { id: String(row["id"]), digest: sha256(String(row["document"])) };
}
