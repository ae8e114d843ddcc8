import type { DatabaseSync } from "node:sqlite";

/**
 * All of `work` or nothing of it. The write lock is taken at the beginning, so that what is read inside is still true when
 * it is written: two processes cannot both continue the chain from the same entry.
 */
export const inTransaction = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (cause) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw cause;
  }
};
