import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteRunStore } from "../../adapters/stores/sqlite/create-sqlite-run-store.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** An empty store on the disk that any number of processes could have open; `close` takes all of it away. */
export const newStore = (): { readonly store: RunStore; open(): RunStore; close(): void } => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-incidents-"));
  const opened: RunStore[] = [];
  const open = (): RunStore => {
    const store = createSqliteRunStore(folder);
    opened.push(store);
    return store;
  };
  return {
    store: open(),
    open,
    close: () => {
      for (const each of opened) each.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
