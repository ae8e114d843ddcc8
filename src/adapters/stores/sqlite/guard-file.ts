import { sqliteFailure } from "./sqlite-failure.ts";

/** Runs work on the store at `file`; what SQLite refuses is told as what it means for that store, and, where `told` says more, as that. */
export const guardFile = (file: string, told: (failure: unknown) => unknown = (failure) => failure) => <T>(work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    throw told(sqliteFailure(cause, file));
  }
};
