import { channel } from "node:diagnostics_channel";
import { existsSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { takingForwardChannel, type TakingForward } from "../../../ports/taking-forward.ts";
import { inTransaction } from "./in-transaction.ts";
import type { Migration } from "./migrations.ts";

/** Marks a SQLite file as ours: "LOCK" in ASCII, in the file's header. */
export const applicationId = 0x4c4f434b;

/**
 * Brings the store to the newest schema: all missing steps in one transaction, after a copy was put beside it
 * (`lockstep.db.v1.backup`); says so on `takingForwardChannel`. Two processes may try at once; the second finds it done. A newer schema is LS504, a SQLite file
 * of somebody else LS501.
 */
export const migrate = (database: DatabaseSync, file: string, migrations: readonly Migration[]): void => {
  const before = schemaVersion(database, file);
  if (before === migrations.length) return;
  if (before > migrations.length) {
    throw new LockstepError("LS504", { message: `the store ${file} has schema ${before}, this Lockstep knows schemas up to ${migrations.length}`, place: file });
  }
  const began = performance.now();
  const tell = (tookMs: number | null): void => {
    if (before > 0) channel(takingForwardChannel).publish({ file, from: before, to: migrations.length, bytes: statSync(file).size, tookMs } satisfies TakingForward);
  };
  tell(null);
  if (before > 0) keepCopy(database, `${file}.v${before}.backup`);
  inTransaction(database, () => {
    const current = schemaVersion(database, file);
    for (const migration of migrations.slice(current)) database.exec(migration.sql);
    if (current < migrations.length) database.exec(`PRAGMA user_version = ${migrations.length}; PRAGMA application_id = ${applicationId}`);
  });
  tell(performance.now() - began);
};

const schemaVersion = (database: DatabaseSync, file: string): number => {
  const version = pragma(database, "user_version");
  const ours = pragma(database, "application_id") === applicationId;
  const empty = database.prepare("SELECT 1 FROM sqlite_master LIMIT 1").get() === undefined;
  if (!ours && !(version === 0 && empty)) {
    throw new LockstepError("LS501", { message: `${file} is a SQLite database, but not a store of Lockstep`, place: file });
  }
  return version;
};

const pragma = (database: DatabaseSync, name: string): number => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);

/** A copy that is already there is the older one, and stays. */
const keepCopy = (database: DatabaseSync, path: string): void => {
  if (!existsSync(path)) database.prepare("VACUUM INTO ?").run(path);
};
