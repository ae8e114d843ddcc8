import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDuckDbEngine } from "../../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { openSource } from "../../../app/open-source.ts";
import type { Engine } from "../../../ports/engine.ts";
import { compareRelations } from "../compare/compare-relations.ts";
import type { RoleOptions } from "./guess-roles.ts";
import { inspectOutputs } from "./inspect-outputs.ts";
import { type FileRelations, relationsFromSources } from "./relations-from-sources.ts";

let engine: Engine;
let folder: string;
let cases = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-relation-"));
  engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 2, temporaryDirectory: join(folder, "spill") });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const map = async (a: string, b: string, options: Partial<RoleOptions> = {}, ending = "csv"): Promise<FileRelations> => {
  const home = join(folder, String(cases++));
  mkdirSync(home);
  const open = async (name: string, text: string) => {
    const path = join(home, `${name}.${ending}`);
    writeFileSync(path, text);
    return { environment: name, source: await openSource(engine, path) };
  };
  return relationsFromSources(engine, await open("staging", a), await open("production", b), { key: null, outputs: null, ...options });
};

const failure = (...given: Parameters<typeof map>): Promise<unknown> => map(...given).then(() => "mapped", (error: unknown) => error);

describe("mapping two files to relations", () => {
  it("guesses key and outputs and says so", async () => {
    const relations = await map("request_id,age,score\n1,30,0.5\n2,40,0.25\n", "request_id,score,prob\n2,0.25,1\n3,0.5,1\n");
    expect(relations).toMatchObject({ key: "request_id", keyOrigin: "guessed", outputs: ["score", "prob"], outputsOrigin: "guessed", ignoredReference: ["age"], ignoredCandidate: [] });
    expect(await engine.query(`SELECT * FROM ${relations.reference.sql} ORDER BY position`)).toEqual([
      { key: "1", error_code: null, replica: null, position: 0n, o0: 0.5 },
      { key: "2", error_code: null, replica: null, position: 1n, o0: 0.25 },
    ]);
  });

  it("takes the likeliest column that is unique on both sides", async () => {
    expect((await map("user_id,row_id,x\n1,1,1\n1,2,2\n", "user_id,row_id,x\n1,1,1\n1,2,2\n")).key).toBe("row_id");
  });

  it("compares all shared columns when none is named like a prediction", async () => {
    expect(await map("id,a,b\n1,2,3\n", "id,b,c\n1,3,4\n")).toMatchObject({ outputs: ["b"], ignoredReference: ["a"], ignoredCandidate: ["c"] });
  });

  it("never leaves a column out because of its name when its values differ", async () => {
    const relations = await map("id,risk,site,pred\n1,0.2,A,1\n2,0.7,B,0\n", "id,risk,site,pred\n2,0.3,B,0\n1,0.8,A,1\n");
    expect(relations).toMatchObject({ outputs: ["pred", "risk"], ignoredReference: ["site"] });
    expect(relations.outputsWhy).toContain("risk because it differs on 2 of 2 rows");
  });

  it("leaves out what has another purpose", async () => {
    expect((await map("id,score,label\n1,2,3\n", "id,score,label\n1,3,4\n", { exclude: ["label"] })).outputs).toEqual(["score"]);
  });

  it("keeps an output that only one side has", async () => {
    const relations = await map("id,score,decision\n1,0.5,yes\n", "id,score\n1,0.5\n");
    expect(relations.outputs).toEqual(["score", "decision"]);
    const profiles = await inspectOutputs(engine, relations.reference, relations.candidate, relations.outputs);
    expect(profiles.map(({ output, role, dtypeCandidate }) => ({ output, role, dtypeCandidate }))).toEqual([{ output: "score", role: "score", dtypeCandidate: "float64" }, { output: "decision", role: "decision", dtypeCandidate: "null" }]);
  });

  it("takes nested columns apart", async () => {
    const relations = await map('{"id":1,"output":{"p":[0.25,0.75],"label":"a"}}\n{"id":2,"output":{"p":[1],"label":"b"}}\n', '{"id":1,"output":{"p":[0.25,0.5],"label":"a"}}\n{"id":2,"output":{"p":[1,0],"label":"b"}}\n', {}, "jsonl");
    expect(relations.outputs).toEqual(["output.p[0]", "output.p[1]", "output.label"]);
    const result = await compareRelations(engine, { ...relations, outputs: relations.outputs.map((output) => ({ output, role: output.endsWith("label") ? "decision" as const : "score" as const, roleOrigin: "guessed" as const, tolerance: null })), allowedShare: 0, worstPerOutput: 5 });
    expect(result.outputs.map((output) => [output.output, output.classes.equal, output.classes.shape, output.classes.extra, output.classes.value])).toEqual([["output.p[0]", 1, 1, 0, 0], ["output.p[1]", 0, 0, 1, 1], ["output.label", 2, 0, 0, 0]]);
  });

  it("refuses a key that does not identify rows", async () => {
    expect(await failure("a,b\n1,2\n", "a,b\n1,2\n")).toMatchObject({ code: "LS204", message: expect.stringContaining("staging has: a, b") as string });
    expect(await failure("id,b\n1,2\n1,3\n2,2\n2,2\n2,2\n", "id,b\n1,2\n")).toMatchObject({ code: "LS205", message: 'staging: "id" is not unique, 3 of 5 rows repeat a key: 1 (2 times), 2 (3 times)' });
    expect(await failure("id,b\n1,2\n", "id,b\n1,2\n,3\n")).toMatchObject({ code: "LS211", message: 'production: "id" is null in 1 of 2 rows, first in row 2' });
    expect(await failure("id,b\n1,2\n", "id,b\n1,2\n", { key: "nope" })).toMatchObject({ code: "LS207", message: expect.stringContaining("id, b") as string });
    expect(await failure("id,b\n1,2\n", "id,b\n1,2\n", { outputs: ["nope"] })).toMatchObject({ code: "LS207" });
    expect(await failure("id,b\n1,2\n", "id,c\n1,2\n")).toMatchObject({ code: "LS208" });
  });

  it("explains why no key is on both sides", async () => {
    expect(await failure("id,b\n1,2\n", "id,b\n5,2\n")).toMatchObject({ code: "LS206", message: 'Of the values of "id" none is on both sides: staging begins with 1, production begins with 5' });
    expect(await failure("id,b\n007,2\n", "id,b\n7,2\n")).toMatchObject({ code: "LS206", message: expect.stringContaining("leading zeros") as string });
    expect(await failure("id,b\nx1,2\n", "id,b\n1,2\n")).toMatchObject({ code: "LS206", message: expect.stringContaining("different types (VARCHAR and BIGINT)") as string });
  });

  it("pairs '1' with 1", async () => {
    const relations = await map('{"id":"1","score":0.5}\n', '{"id":1,"score":0.5}\n', {}, "jsonl");
    expect((await compareRelations(engine, { ...relations, outputs: [], allowedShare: 0, worstPerOutput: 0 })).coverage.pairs).toBe(1);
  });
});

describe("inspecting outputs", () => {
  it("guesses roles from types and distinct values, and measures the reference", async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `${index},${index / 2},${index % 3},${index},t${index},${index % 2 === 0}`);
    const text = `id,score,class,count_output,response,flag_label\n${lines.join("\n")}\n`;
    const relations = await map(text, text);
    const profiles = await inspectOutputs(engine, relations.reference, relations.candidate, ["score", "class", "response", "flag_label", "count_output"].filter((name) => relations.outputs.includes(name)));
    expect(Object.fromEntries(profiles.map((profile) => [profile.output, profile.role]))).toEqual({ score: "score", class: "decision", response: "text", flag_label: "decision", ...(relations.outputs.includes("count_output") ? { count_output: "score" } : {}) });
    expect(profiles[0]?.spread).toMatchObject({ min: 0, max: 149.5, mean: 74.75 });
  });
});
