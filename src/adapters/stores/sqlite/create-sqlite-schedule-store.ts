import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sha256 } from "../../../core/ledger/sha256.ts";
import type { ScheduleState, ScheduleStore } from "../../../ports/schedule-store.ts";
import { inTransaction } from "./in-transaction.ts";
import type { Migration } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";
import { guardFile } from "./guard-file.ts";
import { isBusy } from "./sqlite-failure.ts";

/** Where what is due lies, beside the runs: `<directory>/watch/`. */
const folderOf = (directory: string): string => join(directory, "watch");

const migrations: readonly Migration[] = [{
  why: "one row per job",
  sql: `CREATE TABLE jobs (
  job TEXT PRIMARY KEY NOT NULL, next_at INTEGER NOT NULL, retry_at INTEGER, done_at INTEGER, last_run TEXT, failures INTEGER NOT NULL DEFAULT 0,
  CHECK (done_at IS NULL OR next_at > done_at)
) STRICT, WITHOUT ROWID`,
}];

/**
 * What is due, in one SQLite file. A claim is an exclusive lock on a file of the job's own, which the operating system takes back when its holder ends, however
 * it ends; nothing is ever written into that file. LS501 when a file cannot be used, LS504 when a newer Lockstep wrote it.
 */
export const createSqliteScheduleStore = (directory: string): ScheduleStore => {
  const folder = folderOf(directory);
  const file = join(folder, "schedule.db");
  const claims = new Map<string, DatabaseSync>();
  const guarded = guardFile(file);
  const database = guarded(() => openDatabase(file, migrations));
  const find = (job: string): ScheduleState | null => {
    const row = database.prepare(`${selected} WHERE job = ?`).get(job);
    return row === undefined ? null : stateOf(row);
  };
  const release = (job: string): void => {
    claims.get(job)?.close();
    claims.delete(job);
  };
  const held = (job: string, work: () => void): void => {
    if (!claims.has(job)) throw new Error(`${job} is not claimed here`);
    guarded(() => inTransaction(database, work));
    release(job);
  };
  return {
    state: (job) => guarded(() => find(job)),
    plan: (job, nextAt) => guarded(() => inTransaction(database, () => {
      const doneAt = find(job)?.doneAt ?? null;
      if (doneAt !== null && nextAt <= doneAt) throw new Error(`${job} was done at ${doneAt} and cannot fall due at ${nextAt}`);
      database.prepare("INSERT INTO jobs (job, next_at) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET next_at = ?2, retry_at = NULL, failures = 0").run(job, nextAt);
    })),
    claim: (job, dueAt) => guarded(() => {
      if (claims.has(job)) return false;
      const lock = lockOf(folder, job);
      if (lock === null) return false;
      // Looked at under the lock: whoever held it before may have done just this.
      const done = find(job)?.doneAt ?? null;
      if (done !== null && done >= dueAt) {
        lock.close();
        return false;
      }
      claims.set(job, lock);
      return true;
    }),
    finish: (job, dueAt, run, nextAt) => held(job, () => {
      if (nextAt <= dueAt) throw new Error(`${job} cannot fall due at ${nextAt} again, it was done for ${dueAt}`);
      database.prepare("UPDATE jobs SET done_at = ?2, last_run = coalesce(?3, last_run), next_at = ?4, retry_at = NULL, failures = 0 WHERE job = ?1").run(job, dueAt, run, nextAt);
    }),
    postpone: (job, retryAt) => held(job, () => { database.prepare("UPDATE jobs SET retry_at = ?2, failures = failures + 1 WHERE job = ?1").run(job, retryAt); }),
    release,
    list: () => guarded(() => database.prepare(`${selected} ORDER BY job`).all().map(stateOf)),
    close: () => {
      for (const job of claims.keys()) release(job);
      database.close();
    },
  };
};

const selected = "SELECT job, next_at AS nextAt, retry_at AS retryAt, done_at AS doneAt, last_run AS lastRun, failures FROM jobs";

const stateOf = (row: Record<string, unknown>): ScheduleState => ({ ...row }) as unknown as ScheduleState;

/** The job's lock, held until it is closed or the process ends; null when somebody else holds it. */
const lockOf = (folder: string, job: string): DatabaseSync | null => {
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, `${sha256(job).slice(0, 16)}.lock`), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (cause) {
    lock.close();
    if (isBusy(cause)) return null;
    throw cause;
  }
};
