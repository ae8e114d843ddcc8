import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Engine } from "../../ports/engine.ts";
import { defaultMemoryBytes, defaultStore } from "../check/check-defaults.ts";
import { temporaryFolder } from "../check/temporary-folder.ts";
import type { CommandIo } from "../command-io.ts";
import { type OpenedPopulation, openPopulation } from "../populations/open-population.ts";
import { resolve } from "node:path";
import { type ContractLogFlags, populationRequest } from "./contract-options.ts";

/** A log opened in an engine for as long as `work` takes; nothing stays behind. */
export const withPopulation = async <T>(source: string, flags: ContractLogFlags, io: CommandIo, work: (engine: Engine, opened: OpenedPopulation) => Promise<T>): Promise<T> => {
  const temporary = temporaryFolder(resolve(io.cwd, defaultStore));
  const engine = await createDuckDbEngine({ memoryLimitBytes: defaultMemoryBytes, temporaryDirectory: temporary.path });
  try {
    io.progress({ kind: "step", step: "reading the data" });
    const opened = await openPopulation(engine, { ...populationRequest(source, flags, io.cwd), env: io.env, keepSecret: io.keepSecret });
    return await work(engine, opened);
  } finally {
    await engine.close();
    temporary.remove();
  }
};
