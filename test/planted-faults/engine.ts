import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDuckDbEngine } from "../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Engine } from "../../src/ports/engine.ts";

/** The real engine, small. */
export const smallEngine = (): Promise<Engine> => createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 1, temporaryDirectory: join(tmpdir(), `lockstep-planted-${process.pid}`) });
