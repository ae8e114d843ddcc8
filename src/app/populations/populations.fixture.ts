import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Engine } from "../../ports/engine.ts";
import { type OpenedPopulation, openPopulation } from "./open-population.ts";
import type { PopulationRequest, RequestedRoles } from "./population-request.ts";

/** A folder of logs and an engine, for tests. */
export interface LogsForTests {
  readonly folder: string;
  readonly engine: Engine;
  /** Writes a file and gives its path as seen from the folder. */
  write(name: string, content: string | Uint8Array): string;
  open(source: string, over?: Partial<Omit<PopulationRequest, "roles">> & { readonly roles?: Partial<RequestedRoles> }): Promise<OpenedPopulation>;
  close(): Promise<void>;
}

export const noRoles: RequestedRoles = { id: null, ts: null, score: [], decision: [], label: [], segment: [], feature: [], ignore: [] };

export const logsForTests = async (): Promise<LogsForTests> => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-populations-"));
  const engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 1, temporaryDirectory: join(folder, "spill") });
  return {
    folder, engine,
    write(name, content) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
      return name;
    },
    open: (source, over = {}) => openPopulation(engine, { name: "production", source, format: null, map: null, zone: null, labels: null, like: null, window: { from: null, to: null }, cwd: folder, env: {}, ...over, roles: { ...noRoles, ...over.roles } }),
    async close() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
