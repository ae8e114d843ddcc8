import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDuckDbEngine } from "../../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { PredictionRelation } from "../../../core/domain/prediction-relation.ts";
import type { Engine } from "../../../ports/engine.ts";
import { compareWithItself } from "./compare-with-itself.ts";
import { countRepeats } from "./count-repeats.ts";

let engine: Engine;
const folder = mkdtempSync(join(tmpdir(), "lockstep-self-"));
beforeAll(async () => { engine = await createDuckDbEngine({ memoryLimitBytes: 2 ** 28, temporaryDirectory: folder }); });
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One row per value; `E` is a request that failed. */
const relation = (...values: (number | "E")[]): PredictionRelation => ({
  environment: "a", rows: values.length, outputs: [{ name: "score", column: "s", dtype: "float64" }],
  sql: `(SELECT * FROM (VALUES ${values.map((value, index) => `('${index}', ${value === "E" ? "'LS302'" : "NULL"}, NULL, ${index}, ${value === "E" ? "NULL::DOUBLE" : `${value}::DOUBLE`})`).join(", ")}) AS t(key, error_code, replica, position, s))`,
});
const spec = { output: "score", role: "score", roleOrigin: "guessed", tolerance: { mode: "additive", absolute: 0.1, relative: 0, origin: "agreed", why: "" } } as const;

test("what moved, what moved beyond tolerance, by how much; failed requests are not answers", async () => {
  const [self] = await compareWithItself(engine, { environment: "a", arm: "batch", ordinary: relation(1, 2, 3, 4, 5), changed: relation(1, 2.05, 3.5, "E", 5), outputs: [spec] });
  expect(self).toMatchObject({ pairs: 4, changed: 2, outside: 1, maxAbsoluteDifference: 0.5, skipped: null });
});

test("an arm that was never answered says so instead of agreeing", async () => {
  const [self] = await compareWithItself(engine, { environment: "a", arm: "batch", ordinary: relation(1, 2), changed: relation("E", "E"), outputs: [spec] });
  expect(self).toMatchObject({ pairs: 0, skipped: "none of its requests was answered" });
  const told = await compareWithItself(engine, { environment: "a", arm: "shuffled", ordinary: relation(1, 2), changed: relation("E", "E"), outputs: [spec, { ...spec, output: "other" }], refusal: "LS405 answered 500: boom" });
  expect(told).toMatchObject([{ output: "all outputs", pairs: 0, skipped: "none of its requests was answered; the first: LS405 answered 500: boom" }]);
});

test("repeats: only the candidate, only the repeat, both", async () => {
  const counts = await countRepeats(engine, { reference: relation(1, 2, 3, 4, "E"), referenceRepeat: relation(1, 2, 3.5, 4.5, 5), candidate: relation(1, 2.5, 3, 4.9, "E") }, spec);
  expect(counts).toEqual({ pairs: 4, onlyCandidate: 1, onlyRepeat: 1, both: 1 });
});
