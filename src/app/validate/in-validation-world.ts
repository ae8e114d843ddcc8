import { resolve } from "node:path";
import { createSqliteProfileStore } from "../../adapters/stores/sqlite/create-sqlite-profile-store.ts";
import { createSqliteSeriesStore } from "../../adapters/stores/sqlite/create-sqlite-series-store.ts";
import { defaultMemoryBytes } from "../check/check-defaults.ts";
import { temporaryFolder } from "../check/temporary-folder.ts";
import type { CommandIo } from "../command-io.ts";
import { openStore } from "../open-store.ts";
import { engineWhenNeeded } from "./engine-when-needed.ts";
import type { ValidateOptions } from "./validate-options.ts";
import type { ValidationWorld } from "./validation-world.ts";

/** Opens all that a look works with, and closes it whatever happens. LS501, LS504. */
export const inValidationWorld = async <Result>({ store: directory, memory, threads }: Pick<ValidateOptions, "store" | "memory" | "threads">, io: CommandIo, work: (world: ValidationWorld) => Promise<Result>): Promise<Result> => {
  const runs = await openStore(directory, io.cwd);
  const store = resolve(io.cwd, directory);
  const temporary = temporaryFolder(store);
  const series = createSqliteSeriesStore(store);
  const profiles = createSqliteProfileStore(store);
  const engine = engineWhenNeeded(async () => {
    const { createDuckDbEngine } = await import("../../adapters/engines/duckdb/create-duckdb-engine.ts");
    return createDuckDbEngine({ memoryLimitBytes: memory ?? defaultMemoryBytes, temporaryDirectory: temporary.path, ...(threads === null ? {} : { threads }) });
  });
  try {
    return await work({ engine, runs, series, profiles, store, temporary: temporary.path });
  } finally {
    await engine.close();
    series.close();
    profiles.close();
    temporary.remove();
    runs.close();
  }
};
