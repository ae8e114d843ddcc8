import type { RunStore, StoredRecord } from "../../ports/run-store.ts";

/** Enters a record; false when something else was entered under its subject meanwhile, by another process. */
export const enterUnlessTaken = (store: RunStore, record: StoredRecord, actor: string): boolean => {
  try {
    store.enter(record, actor);
    return true;
  } catch (cause) {
    if (store.records(record.kind).some(({ subject }) => subject === record.subject)) return false;
    throw cause;
  }
};

/** Other processes that were faster each time: more in a row is no race. */
export const mostTries = 50;
