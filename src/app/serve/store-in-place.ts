import { statSync } from "node:fs";
import { join } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** The file of runs, records and ledger, whose place is the store's. */
const file = "lockstep.db";

/** Which file lies there, whatever it is called; null where none does. */
const fileAt = (path: string): string | null => {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino}`;
};

/**
 * Tells whether the store is still the one that was opened: throws LS501 once its file was moved, deleted or replaced (a backup that was put in its place). What was opened would
 * go on taking what nobody finds again.
 */
export const storeInPlace = (folder: string): (() => void) => {
  const path = join(folder, file);
  const opened = fileAt(path);
  return () => {
    const there = fileAt(path);
    if (opened === null || there === opened) return;
    throw new LockstepError("LS501", { message: `the store at ${folder} ${there === null ? "is gone" : "was replaced by another one"} since this server opened it`, place: folder, todo: "Start the server anew on the store that is meant; it takes nothing until then." });
  };
};
