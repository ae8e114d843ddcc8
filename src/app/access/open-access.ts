import { resolve } from "node:path";
import type { AccessStore } from "../../ports/access-store.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { noStore, openExistingStore, openStore } from "../open-store.ts";

/**
 * The store at a directory with its tokens. `make`: where there is none, for tokens may be issued before the first run comes. Whether a server runs on it makes no difference.
 * LS501 for a store that is not there or cannot be used, LS504.
 */
export const openAccess = async (directory: string, cwd: string, { make }: { readonly make: boolean }): Promise<{ readonly access: AccessStore; readonly store: RunStore; close(): void }> => {
  const { createSqliteAccessStore } = await import("../../adapters/stores/sqlite/create-sqlite-access-store.ts");
  const store = make ? await openStore(directory, cwd) : await openExistingStore(directory, cwd);
  if (store === null) throw noStore(directory);
  try {
    const access = createSqliteAccessStore(resolve(cwd, directory));
    return { access, store, close: () => { access.close(); store.close(); } };
  } catch (cause) {
    store.close();
    throw cause;
  }
};
