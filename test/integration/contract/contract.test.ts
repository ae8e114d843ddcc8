import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";

let cwd: string;
const log = (income: (row: number) => number): string => `request_id,timestamp,income,region\n${Array.from({ length: 500 }, (_, row) => `r${row},2026-10-01T${String(Math.floor(row / 60)).padStart(2, "0")}:${String(row % 60).padStart(2, "0")}:00Z,${income(row)},${row % 2 === 0 ? "EU" : "US"}`).join("\n")}\n`;
const contract = (...args: string[]): Promise<CliResult> => runCli(["contract", ...args], { cwd });
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "lockstep-contract-"));
  writeFileSync(join(cwd, "good.csv"), log((row) => 1000 + row));
  writeFileSync(join(cwd, "bad.csv"), log((row) => (row >= 300 ? -7 : 1000 + row)));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test("a contract is drafted, kept by its own log, broken by another; the broken rows are named and nothing is overwritten", async () => {
  expect(await contract("infer", "good.csv", "-o", "c.yaml", "--owner", "risk team")).toMatchObject({ code: 0 });
  expect(await contract("infer", "good.csv", "-o", "c.yaml")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS118") });
  const kept = await contract("check", "good.csv", "--contract", "c.yaml", "--quarantine", "q");
  expect(kept).toMatchObject({ code: 0, stdout: expect.stringContaining("good.csv keeps good") });
  expect(existsSync(join(cwd, "q"))).toBe(false);

  const broken = await contract("check", "bad.csv", "--contract", "c.yaml", "--quarantine", "q", "-o", "report.json");
  expect(broken.code).toBe(1);
  expect(broken.stdout).toMatch(/200 rows of 500 .*since 2026-10-01T05:00:00.000Z, first r300 \(-7\).*owner: risk team/);
  expect(broken.stderr).toContain("LS233");
  const report = JSON.parse(readFileSync(join(cwd, "report.json"), "utf8")) as { verdict: string; results: { verdict: string; rule: { id: string } }[]; findings: { check: string }[]; quarantined: string[] };
  expect(report.verdict).toBe("fail");
  expect(report.results.filter(({ verdict }) => verdict !== "pass").map(({ rule }) => rule.id)).toEqual(["income range"]);
  const [name = ""] = readdirSync(join(cwd, "q"));
  const lines = readFileSync(join(cwd, "q", name), "utf8").trim().split("\n");
  expect(lines).toHaveLength(201);
  expect(lines.slice(0, 2)).toEqual(["row,rule,dimension,column", "r300,income range,range,income"]);
  expect(lines.join("\n")).not.toContain("-7");
});

test("a contract with a mistake is exit 2 with its place, before the data are read; the example says what its page says", async () => {
  writeFileSync(join(cwd, "wrong.yaml"), "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\nschmea: []\n");
  const wrong = await contract("check", "nowhere.csv", "--contract", "wrong.yaml");
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.stderr).toMatch(/LS232[^]*wrong\.yaml:6:1[^]*Did you mean schema/);
  const examples = join(import.meta.dirname, "../../../examples/contracts");
  const example = await runCli(["contract", "check", join(examples, "loans.csv"), "--contract", join(examples, "loans.odcs.yaml"), "--json"], { cwd });
  expect(example.code).toBe(1);
  const { results, notRead } = JSON.parse(example.stdout) as { results: { verdict: string; rule: { dimension: string }; examples: { row: string }[] }[]; notRead: unknown[] };
  expect(results.filter(({ verdict }) => verdict !== "pass").map(({ rule, examples: rows }) => [rule.dimension, rows.map(({ row }) => row)])).toEqual([["range", ["L-1007"]], ["category", ["L-1008"]], ["consistency", ["L-1007", "L-1010"]]]);
  expect(notRead).toHaveLength(1);
});

test("a manifest is a contract of its features: one model's are held against a log and against both sides of a comparison", async () => {
  writeFileSync(join(cwd, "lockstep.yaml"), "version: 1\nmodels:\n  credit: {owner: {name: ada}, features: [{name: income, nullable: false, minimum: 0}]}\n  churn: {version: \"1\"}\n");
  const check = (source: string, ...more: string[]) => contract("check", source, "--contract", "lockstep.yaml", ...more);
  expect((await check("good.csv")).stderr).toMatch(/LS232[^]*credit, churn[^]*--object/);
  expect((await check("good.csv", "--object", "churn")).stderr).toMatch(/LS232[^]*says nothing of the features of churn/);
  expect(await check("good.csv", "--object", "credit")).toMatchObject({ code: 0, stdout: expect.stringContaining("good.csv keeps credit: 3 gates, 500 rows") });
  expect(await check("bad.csv", "--object", "credit")).toMatchObject({ code: 1, stdout: expect.stringMatching(/200 rows of 500[^]*income is at least 0[^]*ada/) });
  writeFileSync(join(cwd, "one.yaml"), "version: 1\nmodels: {credit: {features: [{name: income, minimum: 0}]}}\n");
  const compared = await runCli(["compare", "good.csv", "bad.csv", "--contract", "one.yaml", "--json"], { cwd });
  expect(compared.code).toBe(1);
  const { population } = JSON.parse(compared.stdout) as { population: { quality: { environment: string; verdict: string; rule: { id: string } }[] } };
  expect(population.quality.filter(({ verdict }) => verdict !== "pass").map(({ environment, rule }) => [environment, rule.id])).toEqual([["candidate", "income range"]]);
});
