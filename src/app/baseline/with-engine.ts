import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Engine } from "../../ports/engine.ts";
import { defaultMemoryBytes } from "../check/check-defaults.ts";
import { temporaryFolder } from "../check/temporary-folder.ts";

/** An engine for as long as `work` takes, with a folder inside the store for what is only needed meanwhile; it may have to be made, and is removed. */
export const withEngine = async <T>(storeFolder: string, work: (engine: Engine, scratch: string) => Promise<T>): Promise<T> => {
  const temporary = temporaryFolder(storeFolder);
  const engine = await createDuckDbEngine({ memoryLimitBytes: defaultMemoryBytes, temporaryDirectory: temporary.path });
  try {
    return await work(engine, temporary.path);
  } finally {
    await engine.close();
    temporary.remove();
  }
};
