import { LockstepError } from "../../../core/errors/lockstep-error.ts";

/** Primary result codes of SQLite (https://sqlite.org/rescode.html) that are a user's to mend, and what to say. */
const reasons: Readonly<Record<number, string>> = {
  5: "another process has kept it locked",
  8: "it is read-only",
  10: "the disk could not be read or written",
  11: "it is damaged",
  14: "the file cannot be opened",
  26: "it is not a database",
};

const primaryCode = (cause: unknown): number | null => {
  const code = (cause as { errcode?: unknown } | null)?.errcode;
  return typeof code === "number" ? code & 0xff : null;
};

/** Whether SQLite gave up waiting for another process. */
export const isBusy = (cause: unknown): boolean => primaryCode(cause) === 5;

/** Says what SQLite's refusal means for the store at `file`; what is not a user's to mend comes back as it is. */
export const sqliteFailure = (cause: unknown, file: string): unknown => {
  const code = primaryCode(cause);
  if (code === null) return cause;
  if (code === 13) return new LockstepError("LS602", { message: `the disk is full: the store ${file} could not be written`, place: file, cause });
  const reason = reasons[code];
  return reason === undefined ? cause : new LockstepError("LS501", { message: `the store ${file} cannot be used: ${reason} (${(cause as Error).message})`, place: file, cause });
};
