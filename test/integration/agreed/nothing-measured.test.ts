import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-unmeasured-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = Array.from({ length: 60 }, (_, id) => `${id},${id / 60}`).join("\n");
for (const name of ["staging.csv", "production.csv"]) writeFileSync(join(folder, name), `id,score\n${rows}\n`);
const exitOf = async (terms: string): Promise<number | null> => {
  writeFileSync(join(folder, "lockstep.yaml"), `version: 1\nmodels:\n  risk:\n    golden: {key: id}\n${terms}environments:\n  staging: {target: staging.csv}\n  production: {target: production.csv}\n`);
  const { code, stderr } = await runCli(["check"], { cwd: folder });
  if (code === 2) throw new Error(stderr);
  return code;
};

test("two files that agree pass; a budget or a case that nobody could put to the test does not", async () => {
  expect(await exitOf("")).toBe(0);
  expect(await exitOf("    budgets: {latency: {p95: 50ms}}\n")).toBe(3);
  expect(await exitOf("    preprocessing: {cases: [{name: null age, input: {age: null}, expect: {output: {score: 0.5}}}]}\n")).toBe(3);
  expect(await exitOf("    budgets: {latency: {p95: 50ms}}\n    checks: {budgets: observe}\n")).toBe(0);
});
