import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDuckDbEngine } from "../../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Engine } from "../../../ports/engine.ts";
import { deriveDecisions, type ScoreRange, withDerivedDecisions } from "./derived-decisions.ts";

let engine: Engine;
const folder = mkdtempSync(join(tmpdir(), "lockstep-decisions-"));
beforeAll(async () => { engine = await createDuckDbEngine({ memoryLimitBytes: 2 ** 28, temporaryDirectory: folder }); });
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const score = (output: string, min = 0.1, max = 0.9): ScoreRange => ({ output, dtype: "float64", min, max });

test("an agreed threshold applies to every probability, and to no other score", () => {
  expect(deriveDecisions([score("p"), score("price", 10, 500)], 0.4, true).map(({ name, origin }) => [name, origin])).toEqual([["p >= 0.4", "agreed"]]);
});

test("without one, decisions are made up only where the environments write none", () => {
  expect(deriveDecisions([score("p")], null, true)).toEqual([]);
  expect(deriveDecisions([score("p")], null, false)).toMatchObject([{ name: "p >= 0.5", origin: "guessed" }]);
});

test("two class probabilities are one decision, three are the most likely class", () => {
  expect(deriveDecisions([score("proba[0]"), score("proba[1]")], null, false)).toMatchObject([{ name: "proba[1] >= 0.5" }]);
  expect(deriveDecisions([score("proba[0]"), score("proba[1]"), score("proba[2]")], null, false)).toMatchObject([{ name: "most likely of proba", dtype: "int64" }]);
});

test("the engine decides as the model's own code would: ties take the first class, NaN and null decide nothing", async () => {
  const relation = {
    environment: "a", rows: 5,
    sql: "(SELECT * FROM (VALUES ('1', 0.2, 0.7, 0.1), ('2', 0.4, 0.4, 0.2), ('3', 'NaN'::DOUBLE, 0.5, 0.5), ('4', NULL, 0.5, 0.5), ('5', 0.0, 0.5, 0.5)) AS t(key, x, y, z))",
    outputs: [["p[0]", "x"], ["p[1]", "y"], ["p[2]", "z"]].map(([name, column]) => ({ name: name as string, column: column as string, dtype: "float64" as const })),
  };
  const extended = withDerivedDecisions(engine.dialect, relation, [
    { name: "class", dtype: "int64", from: ["p[0]", "p[1]", "p[2]"], threshold: null, origin: "guessed" },
    { name: "yes", dtype: "bool", from: ["p[1]"], threshold: 0.5, origin: "agreed" },
    { name: "elsewhere", dtype: "bool", from: ["absent"], threshold: 0.5, origin: "agreed" },
  ]);
  expect(extended.outputs.map(({ name }) => name)).toEqual(["p[0]", "p[1]", "p[2]", "class", "yes"]);
  const rows = await engine.query(`SELECT "decision.class" AS c, "decision.yes" AS y FROM ${extended.sql} ORDER BY key`);
  expect(rows.map(({ c, y }) => [c === null ? null : Number(c), y])).toEqual([[1, true], [0, false], [null, true], [null, true], [1, true]]);
});
