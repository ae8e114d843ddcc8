// Our side: `node ours.ts pair|wide|day SPILL FILE…`. `day`: all files but the last were counted before; what is timed is the year with the last one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDuckDbEngine } from "../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { createSqliteProfileStore } from "../../src/adapters/stores/sqlite/create-sqlite-profile-store.ts";
import type { PopulationColumn, PopulationRelation } from "../../src/core/domain/population.ts";
import { proposeSpec } from "../../src/work/profile/propose-spec.ts";
import { takeInParts } from "../../src/work/profile/take-in-parts.ts";
import { takeProfile } from "../../src/work/profile/take-profile.ts";
import { reportChild } from "../side-by-side.ts";
import { memoryBytes } from "./settings.ts";

const [what = "", spill = "", ...files] = process.argv.slice(2);
const engine = await createDuckDbEngine({ memoryLimitBytes: memoryBytes, temporaryDirectory: spill });
const relationOf = async (path: string): Promise<PopulationRelation> => {
  const sql = `read_parquet('${path}')`;
  const columns = (await engine.describe(`SELECT * FROM ${sql}`)).filter(({ name }) => name !== "id" && name !== "ts").map(({ name, type }): PopulationColumn => ({
    name, column: name, type, origin: "agreed", why: "", role: name === "score" ? "score" : name === "y" ? "label" : "feature", kind: type === "VARCHAR" || name === "y" ? "category" : "numeric",
  }));
  return { name: path, sql, columns, gaps: [], standard: what === "wide" ? ["id"] : ["id", "ts"] };
};
const source = (path: string) => ({ source: path, digest: path, takenAt: "2026-01-01T00:00:00Z", tool: "bench" });
const [first = ""] = files;

if (what === "day") {
  const relation = await relationOf(first);
  const spec = await proposeSpec(engine, relation, { window: "day", blocks: 8, correlationShare: 1 });
  const directory = mkdtempSync(join(tmpdir(), "lockstep-bench-"));
  const store = createSqliteProfileStore(directory);
  const parts = files.map((path) => ({ source: path, digest: path, key: path, sql: `read_parquet('${path}')` }));
  const options = { name: "year", takenAt: "2026-01-01T00:00:00Z", tool: "bench" };
  await takeInParts(engine, relation, parts.slice(0, -1), spec, store, options);
  await reportChild(async () => {
    const { profile, counted } = await takeInParts(engine, relation, parts, spec, store, options);
    return `${counted} counted, ${profile.cells.reduce((sum, { rows }) => sum + rows, 0)} rows`;
  });
  store.close();
  rmSync(directory, { recursive: true, force: true });
} else {
  await reportChild(async () => {
    const spec = await proposeSpec(engine, await relationOf(first), { window: "all", blocks: what === "wide" ? 0 : 64 });
    const counts: number[] = [];
    for (const path of files) {
      const profile = await takeProfile(engine, await relationOf(path), spec, { name: path, sources: [source(path)] });
      counts.push(Object.values(profile.cells[0]?.columns ?? {}).reduce((sum, column) => sum + (column.kind === "numeric" ? column.n + column.nulls : 0), 0));
    }
    return counts.join(" ");
  });
}
await engine.close();
