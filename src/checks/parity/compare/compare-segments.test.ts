import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDuckDbEngine } from "../../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { FeatureRelation, PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";
import { compareReplicas } from "./compare-replicas.ts";
import { compareSegments } from "./compare-segments.ts";
import type { OutputSpec } from "./output-spec.ts";

let engine: Engine;
let folder: string;
let reference: PredictionRelation;
let candidate: PredictionRelation;
const features: FeatureRelation = { sql: "inputs", features: [{ name: "region", column: "region", dtype: "string" }, { name: "tier", column: "tier", dtype: "int64" }] };
const outputs: OutputSpec[] = [
  { output: "score", role: "score", roleOrigin: "agreed", tolerance: { mode: "either", absolute: 0.01, relative: 0, origin: "agreed", why: "" } },
  { output: "label", role: "decision", roleOrigin: "agreed", tolerance: null },
];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-segments-"));
  engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 2, temporaryDirectory: folder });
  const make = async (table: string, side: number): Promise<PredictionRelation> => {
    const rows = Array.from({ length: 120 }, (_, index) => [`k${index}`, side === 1 && index === 5 ? "LS302" : null, side === 1 ? `r${index % 3}` : null, BigInt(index), index + (side === 1 && index % 3 === 2 ? 0.5 : 0), side === 1 && index < 10 ? "no" : "yes"]);
    await engine.load(table, [{ name: "key", dtype: "string" }, { name: "error_code", dtype: "string" }, { name: "replica", dtype: "string" }, { name: "position", dtype: "int64" }, { name: "score", dtype: "float64" }, { name: "label", dtype: "string" }], rows);
    return { environment: table, sql: table, rows: 120, outputs: [{ name: "score", column: "score", dtype: "float64" }, { name: "label", column: "label", dtype: "string" }] };
  };
  [reference, candidate] = [await make("a", 0), await make("b", 1)];
  await engine.load("inputs", [{ name: "key", dtype: "string" }, { name: "region", dtype: "string" }, { name: "tier", dtype: "int64" }], Array.from({ length: 120 }, (_, index) => [`k${index}`, index < 60 ? "EU" : index < 100 ? "US" : null, BigInt(index % 2)]));
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

it("counts by each value of each segment column", async () => {
  const counts = await compareSegments(engine, { reference, candidate, outputs }, features, ["region", "tier"]);
  const cell = (column: string, value: string | null, output: string) => counts.find((count) => count.column === column && count.value === value && count.output === output);
  expect(cell("region", "EU", "score")).toEqual({ column: "region", value: "EU", output: "score", pairs: 60, outside: 20, bothError: 0 });
  expect(cell("region", "EU", "label")).toMatchObject({ pairs: 60, outside: 10 });
  expect(cell("region", "US", "label")).toMatchObject({ pairs: 40, outside: 0 });
  expect(cell("region", null, "score")).toMatchObject({ pairs: 20 });
  expect(cell("tier", "1", "score")).toMatchObject({ pairs: 60, outside: 20 });
  expect(counts).toHaveLength(10);
});

it("counts by the candidate's replica", async () => {
  const counts = await compareReplicas(engine, { reference, candidate, outputs });
  expect(counts.filter((count) => count.output === "score").map(({ replica, outside, pairs }) => ({ replica, outside, pairs }))).toEqual([{ replica: "r0", outside: 0, pairs: 40 }, { replica: "r1", outside: 0, pairs: 40 }, { replica: "r2", outside: 40, pairs: 40 }]);
});

it("refuses a segment that is not there", async () => {
  await expect(compareSegments(engine, { reference, candidate, outputs }, features, ["nope"])).rejects.toMatchObject({ code: "LS207" });
});
