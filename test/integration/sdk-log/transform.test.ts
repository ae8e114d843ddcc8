import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { Run } from "../../../src/core/domain/run.ts";
import { sdkSource } from "../probe/python-start.ts";
import { ensureEnvironment } from "../python/environments.ts";

const preparing = `import math

def prepare(row):
    print("whatever a transform prints is no row")
    if row["income"] is not None and row["income"] < 0:
        raise ValueError("an income below nothing")
    return {"age": row["age"] / 10, "log_income": math.log1p(row["income"] or 0), "big": 2**60 + row["age"], "old": row["age"] > 40}
`;
const rows = 1000;
const age = (at: number): number => 20 + ((at * 7) % 60);

let folder: string;
let python: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lockstep-transform-"));
  python = (await ensureEnvironment("sklearn-1.4.2")).python;
  await writeFile(join(folder, "prepare.py"), preparing);
  const raw = (bad: number): string => Array.from({ length: rows }, (_, at) => JSON.stringify({ v: 1, id: String(at), ts: "2026-03-01T10:00:00.000Z", features: { age: age(at), income: at === bad ? -1 : at }, outputs: { risk: at / 10000 + 0.00001 }, segments: { town: "ab"[at % 2] } })).join("\n");
  await writeFile(join(folder, "raw.jsonl"), `${raw(-1)}\n`);
  await writeFile(join(folder, "bad.jsonl"), `${raw(70)}\n`);
  await writeFile(join(folder, "offline.csv"), `id,age,log_income,big,old,risk,town\n${Array.from({ length: rows }, (_, at) => [at, age(at) / 10, Math.log1p(at), 2n ** 60n + BigInt(age(at)), age(at) > 40, at / 10000 + 0.00001, "ab"[at % 2]].join(",")).join("\n")}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const compare = (candidate: string, ...flags: string[]) => runCli(["compare", "offline.csv", candidate, "--score", "risk", "--segment", "town", "--python", python, "--quiet", "--exit-zero", ...flags], { cwd: folder, env: { PYTHONPATH: sdkSource } });

it("raw requests reach the space of the offline features", async () => {
  const ended = await compare("raw.jsonl", "--candidate-transform", "prepare.py:prepare", "--json");
  expect(ended.stderr).toBe("");
  const { population, verdict } = Run.parse(JSON.parse(ended.stdout));
  expect(verdict).not.toBe("fail");
  expect(population?.schema).toEqual([]);
  expect(population?.candidate.columns.map(({ name, role, type }) => [name, role, type]).toSorted()).toEqual([["age", "feature", "DOUBLE"], ["big", "feature", "HUGEINT"], ["log_income", "feature", "DOUBLE"], ["old", "feature", "BOOLEAN"], ["risk", "score", "DOUBLE"], ["town", "segment", "VARCHAR"]]);
  // Not a row stays behind.
  expect(await readdir(join(folder, ".lockstep", "tmp"))).toEqual([]);
});

it("without it they differ", async () => {
  const ended = await compare("raw.jsonl", "--json");
  expect(Run.parse(JSON.parse(ended.stdout)).population?.schema).not.toEqual([]);
});

it("a mapping may name it", async () => {
  await writeFile(join(folder, "map.yaml"), "transform: prepare.py:prepare\n");
  const ended = await compare("raw.jsonl", "--candidate-map", "map.yaml", "--json");
  expect(ended.stderr).toBe("");
  expect(Run.parse(JSON.parse(ended.stdout)).population?.candidate.gaps.map(({ what }) => what)).toContain("transform");
});

it("what fails is told with its row, and what cannot start with its place", async () => {
  const failed = await compare("bad.jsonl", "--candidate-transform", "prepare.py:prepare");
  expect(failed.code).toBe(2);
  expect(failed.stderr).toMatch(/LS236: prepare.py:prepare failed at row 71: ValueError: an income below nothing/);
  expect((await compare("raw.jsonl", "--candidate-transform", "prepare.py:nothing")).stderr).toMatch(/LS236.*has no nothing/);
  expect((await compare("raw.jsonl", "--candidate-transform", "prepare.py:prepare", "--python", "no-such-python")).stderr).toMatch(/LS236: no-such-python cannot be started/);
});
