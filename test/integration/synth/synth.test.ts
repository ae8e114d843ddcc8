import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { normal } from "../../../src/core/random/normal.ts";
import { xoshiro128 } from "../../../src/core/random/xoshiro-128.ts";
import type { Run } from "../../../src/core/domain/run.ts";
import { type Model, openScene, type Scene, scoreOf, startModel } from "../agreed/scene.ts";

let scene: Scene;
let models: Model[] = [];
const roles = ["--id", "request", "--score", "score"];
const random = xoshiro128(5);
const log = Array.from({ length: 3000 }, (_, row) => {
  const [z, other] = [normal(random), normal(random)];
  const x = 30 + 10 * z;
  const income = row % 20 === 0 ? "" : String(40_000 * Math.exp(0.5 * z + 0.3 * other));
  return [`q${row}`, new Date(Date.UTC(2026, 9, 1) + row * 61_000).toISOString(), String(x), income, String(18 + random.below(60)), row === 9 ? "hermit" : "nse"[row % 3] ?? "", String(row % 2 === 0), String(scoreOf(x))] as const;
});

beforeAll(async () => {
  [scene, models] = [openScene(), [await startModel(), await startModel()]];
  scene.put("log.csv", `request,opened,x,income,age,region,active,score\n${log.map((row) => row.join(",")).join("\n")}\n`);
  const taken = await scene.lockstep("profile", "take", "log.csv", "-o", "log.profile.json", ...roles, "--feature", "opened", "--feature", "x", "--feature", "income", "--feature", "age", "--feature", "region", "--feature", "active");
  if (taken.code !== 0) throw new Error(taken.stderr);
});
afterAll(async () => {
  scene.close();
  for (const model of models) await model.down();
});

const text = (name: string): string => readFileSync(join(scene.folder, name), "utf8");
const synth = (...args: string[]) => scene.lockstep("synth", "log.profile.json", ...args);

test("two services are asked with rows that only a profile was needed for", async () => {
  const made = await synth("-o", "rows.csv", "--rows", "60", "--edge-cases");
  expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^rows\.csv: 60 rows like the profile and \d+ edge cases, 6 columns; made from what rows\.csv\.synth\.json says\n$/)]);
  expect(made.stderr).toContain("region: values of 1 row are left out");
  expect(text("rows.csv").split("\n", 1)).toEqual(["id,opened,x,income,age,region,active,case"]);
  const [staging, production] = models;
  const check = () => scene.lockstep("check", staging?.url ?? "", production?.url ?? "", "--template", '{"x": {{x}}}', "--inputs", "rows.csv", "--key", "id", "--exclude", "case", "--json");
  const same = await check();
  expect(same.stdout, same.stderr).not.toBe("");
  const run = JSON.parse(same.stdout) as Run;
  expect(run.coverage?.pairs).toBe(text("rows.csv").match(/^(row|edge)-/gm)?.length);
  expect(run.findings.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  if (production !== undefined) production.shift = 0.2;
  expect((await check()).code).toBe(1);
});

test("a hundred thousand of them agree with the profile they came from", async () => {
  const made = await synth("-o", "many.parquet", "--rows", "100000", "--all");
  expect(made.code, made.stderr).toBe(0);
  const { stdout, stderr } = await scene.lockstep("compare", "log.profile.json", "many.parquet", "--id", "id", "--score", "score", "--json");
  expect(stdout, stderr).not.toBe("");
  const shifts = (JSON.parse(stdout) as Run).population?.shifts ?? [];
  expect(shifts.map(({ column, verdict }) => [column, verdict]).toSorted()).toEqual(["active", "age", "income", "opened", "region", "score", "x"].map((column) => [column, "pass"]));
});

test("no number of the log comes back, in any format, and one seed gives one file", async () => {
  const real = new Set(log.flatMap(([, , x, income, , , , score]) => [x, income, score]).filter((value) => value !== ""));
  for (const name of ["again.jsonl", "again.csv"]) {
    expect((await synth("-o", name, "--all", "--rows", "3000", "--seed", "7")).code).toBe(0);
    const numbers = text(name).match(/\d+\.\d+(?:e-?\d+)?/g) ?? [];
    expect(numbers.length).toBeGreaterThan(8000);
    expect(numbers.filter((number) => real.has(number))).toEqual([]);
    expect(text(name)).not.toContain("hermit");
  }
  const before = text("again.csv");
  await synth("-o", "again.csv", "--all", "--rows", "3000", "--seed", "7");
  expect(text("again.csv")).toBe(before);
  expect(JSON.parse(text("again.csv.synth.json"))).toMatchObject({ seed: 7, minCount: 5, rows: { likeProfile: 3000, edgeCases: 0 }, key: "id", case: null });
});

test("what cannot be done leaves nothing behind", async () => {
  mkdirSync(join(scene.folder, "taken.csv"));
  const wrong = [
    await synth("-o", "rows.txt"), await synth("-o", "no.csv", "--rows", "0"), await synth("-o", "no.csv", "--all", "--features-only"), await synth("-o", "no.csv", "--only-edge-cases", "--rows", "5"),
    await synth("-o", "taken.csv"), await scene.lockstep("synth", "log.csv", "-o", "no.csv"),
  ];
  expect(wrong.map(({ code, stderr }) => [code, /LS\d+/.exec(stderr)?.[0]])).toEqual(["LS102", "LS102", "LS105", "LS105", "LS506", "LS235"].map((code) => [2, code]));
  expect(existsSync(join(scene.folder, "no.csv")) || existsSync(join(scene.folder, "taken.csv.synth.json"))).toBe(false);
  expect(readdirSync(scene.folder).filter((name) => name.includes("partial"))).toEqual([]);
});
