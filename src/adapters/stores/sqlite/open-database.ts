import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { migrate } from "./migrate.ts";
import { type Migration, migrations as allMigrations } from "./migrations.ts";
import { isBusy, sqliteFailure } from "./sqlite-failure.ts";

/** How long one process waits for another's write. A write takes milliseconds, so this is a disk that hangs, not a queue. */
export const busyTimeoutMs = 30_000;

/** Pause between two tries where SQLite answers "busy" at once instead of waiting by itself. */
const retryPauseMs = 5;

/**
 * Opens the store's file, making it and its directory when they are missing. Write-ahead log, every commit on the disk before
 * it is acknowledged. LS501 when it cannot be opened, LS504 when a newer Lockstep wrote it.
 */
export const openDatabase = (file: string, migrations: readonly Migration[] = allMigrations): DatabaseSync => {
  makeDirectory(dirname(file));
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { timeout: busyTimeoutMs });
    const opened = database;
    waitWhileBusy(() => opened.exec("PRAGMA journal_mode = WAL"));
    opened.exec("PRAGMA synchronous = FULL");
    migrate(opened, file, migrations);
    return opened;
  } catch (cause) {
    if (database?.isOpen === true) database.close();
    throw sqliteFailure(cause, file);
  }
};

/** Recordings hold raw rows, so a store keeps itself out of version control. */
const makeDirectory = (directory: string): void => {
  try {
    mkdirSync(directory, { recursive: true });
    const ignore = join(directory, ".gitignore");
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  } catch (cause) {
    throw new LockstepError("LS501", { message: `the store's directory ${directory} cannot be made or written: ${(cause as Error).message}`, place: directory, cause });
  }
};

/** Changing the journal's mode does not use SQLite's own waiting, so processes that start together wait here. */
const waitWhileBusy = (work: () => void): void => {
  const end = performance.now() + busyTimeoutMs;
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      work();
      return;
    } catch (cause) {
      if (!isBusy(cause) || performance.now() > end) throw cause;
      Atomics.wait(never, 0, 0, retryPauseMs);
    }
  }
};
