import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import type { DocumentDigest } from "../../../core/ledger/verify-documents.ts";
import type { LedgerKind } from "../../../core/domain/ledger-entry.ts";
import type { RunStore } from "../../../ports/run-store.ts";
import { documentOf } from "./document-of.ts";
import { inTransaction } from "./in-transaction.ts";
import { chainEntries } from "./ledger-rows.ts";
import { openDatabase } from "./open-database.ts";
import { enterRecord, recordsAfter, recordsOf } from "./record-rows.ts";
import { retireRuns } from "./retire-runs.ts";
import { getRun, listRuns, saveRun, saveSealed } from "./run-rows.ts";
import { guardFile } from "./guard-file.ts";
import { sqliteFailure } from "./sqlite-failure.ts";

/** The store's file inside its directory. */
export const storeFile = (directory: string): string => join(directory, "lockstep.db");

/** How many ids a beginning is resolved to; more would not be read by anyone who has to choose. */
const resolveLimit = 20;

/** Runs, other records and the ledger in one SQLite file, `<directory>/lockstep.db`; any number of processes may use it at once. */
export const createSqliteRunStore = (directory: string, options: { readonly now?: () => number } = {}): RunStore => {
  const file = storeFile(directory);
  const database = openDatabase(file);
  const now = options.now ?? Date.now;
  const time = (): string => new Date(now()).toISOString();
  const guarded = guardFile(file);
  return {
    save: (run, actor) => guarded(() => saveRun(database, run, actor, time(), file, (work) => inTransaction(database, work))),
    saveSealed: (sealed, actor) => guarded(() => inTransaction(database, () => saveSealed(database, sealed, actor, time()))),
    document: (kind, subject) => guarded(() => documentOf(database, kind, subject, file)),
    retire: (record, actor) => guarded(() => retireRuns(database, record, actor, time(), file)),
    get: (id) => guarded(() => getRun(database, id, file)),
    list: (limit, offset, filter = {}) => guarded(() => listRuns(database, limit, offset, filter)),
    resolve: (prefix) =>
      guarded(() => {
        const rows = database.prepare("SELECT id FROM runs WHERE substr(id, 1, length(?1)) = ?1 ORDER BY id LIMIT ?2").all(prefix, resolveLimit);
        return rows.map((row) => String(row["id"]));
      }),
    enter: (record, actor) => guarded(() => inTransaction(database, () => enterRecord(database, record, actor, time()))),
    records: (kind) => guarded(() => recordsOf(database, kind, file)),
    recordsAfter: (kind, after, limit) => guarded(() => recordsAfter(database, kind, after, limit, file)),
    keepText: (text) =>
      guarded(() => {
        const digest = sha256(text);
        database.prepare("INSERT INTO texts (digest, text) VALUES (?, ?) ON CONFLICT DO NOTHING").run(digest, text);
        return digest;
      }),
    text: (digest) =>
      guarded(() => {
        const row = database.prepare("SELECT text FROM texts WHERE digest = ?").get(digest);
        if (row === undefined) return null;
        const text = String(row["text"]);
        if (sha256(text) !== digest) throw new LockstepError("LS503", { message: `the text kept as ${digest} was changed afterwards`, place: file });
        return text;
      }),
    ledger: () => guardedEach(chainEntries(database), file),
    documents: () => guardedEach(documents(database), file),
    close: () => {
      if (database.isOpen) database.close();
    },
  };
};

/** Rows are read while they are asked for, so that is when the file refuses. */
function* guardedEach<T>(rows: Iterable<T>, file: string): Generator<T> {
  try {
    yield* rows;
  } catch (cause) {
    throw sqliteFailure(cause, file);
  }
}

function* documents(database: DatabaseSync): Generator<DocumentDigest> {
  const rows = database.prepare("SELECT 'run' AS kind, id AS subject, document FROM runs UNION ALL SELECT kind, subject, document FROM records ORDER BY kind, subject");
  for (const row of rows.iterate()) yield { kind: String(row["kind"]) as LedgerKind, subject: String(row["subject"]), digest: sha256(String(row["document"])) };
}
