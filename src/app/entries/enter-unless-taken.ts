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
