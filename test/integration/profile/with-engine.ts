import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDuckDbEngine } from "../../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Engine } from "../../../src/ports/engine.ts";

/** Runs on the real engine, and clears up after it. */
export const withEngine = async <T>(work: (engine: Engine) => Promise<T>): Promise<T> => {
  const temporaryDirectory = mkdtempSync(join(tmpdir(), "lockstep-profile-"));
  const engine = await createDuckDbEngine({ memoryLimitBytes: 1024 * 2 ** 20, threads: 2, temporaryDirectory });
  try {
    return await work(engine);
  } finally {
    await engine.close();
    rmSync(temporaryDirectory, { recursive: true, force: true });
  }
};
