import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Run } from "../../../src/core/domain/run.ts";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";

/** The whole line from two files to a verdict, as a user types it. */
describe("lockstep check, file against file", () => {
  let cwd: string;
  const rows = Array.from({ length: 1500 }, (_, row) => row);
  const predictions = (score: (row: number) => number): string => `id,score\n${rows.map((row) => `${row},${score(row)}`).join("\n")}\n`;
  const check = (...args: string[]): Promise<CliResult> => runCli(["check", ...args], { cwd });

  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), "lockstep-check-"));
    writeFileSync(join(cwd, "a.csv"), predictions((row) => row / 7));
    writeFileSync(join(cwd, "same.csv"), predictions((row) => row / 7));
    writeFileSync(join(cwd, "shifted.csv"), predictions((row) => row / 7 + 0.25));
    writeFileSync(join(cwd, "few.csv"), "id,score\n1,0.14\n2,0.28\n");
    writeFileSync(join(cwd, "other.csv"), predictions((row) => row / 7).replaceAll(/^(\d)/gm, "9000$1"));
    writeFileSync(join(cwd, "empty.csv"), "");
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  test("that agree: exit 0, the verdict first, the reports whole, and the run in the store", async () => {
    const { code, stdout } = await check("a.csv", "same.csv", "--key", "id", "--store", "s1", "-o", "out/report.html", "-o", "out/run.json");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\S+ PASS /);
    expect(stdout).toContain("out/report.html");
    expect(readdirSync(join(cwd, "out")).sort()).toEqual(["report.html", "run.json"]);
    const run = Run.parse(JSON.parse(readFileSync(join(cwd, "out/run.json"), "utf8")));
    expect(run).toMatchObject({ verdict: "pass", ledger: { sequence: 1 }, coverage: { pairs: 1500 } });
    const listed = JSON.parse((await runCli(["runs", "--json", "--store", "s1"], { cwd })).stdout) as { id: string; headline: string }[];
    expect(listed).toMatchObject([{ id: run.id, headline: run.headline }]);
    expect(await runCli(["report", "latest", "--json", "--store", "s1"], { cwd })).toMatchObject({ code: 0, stdout: readFileSync(join(cwd, "out/run.json"), "utf8") });
    expect(await runCli(["ledger", "verify", "--store", "s1", "--head", run.ledger?.head ?? ""], { cwd })).toMatchObject({ code: 0 });
  });

  test("that differ: exit 1; with --json nothing but the document, with --quiet no progress, with --exit-zero exit 0", async () => {
    const { code, stdout, stderr } = await check("a.csv", "shifted.csv", "--key", "id", "--store", "s2", "--json", "--quiet");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(Run.parse(JSON.parse(stdout))).toMatchObject({ verdict: "fail", decision: { exitCode: 1 } });
    expect(await check("a.csv", "shifted.csv", "--key", "id", "--store", "s2", "--quiet", "--exit-zero")).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/^\S+ FAIL /) });
    expect((await check("a.csv", "shifted.csv", "--key", "id", "--store", "s2", "--tolerance", "score:0.3")).code).toBe(0);
  });

  test("too few to tell: exit 3, never a pass", async () => {
    expect((await check("few.csv", "few.csv", "--key", "id", "--store", "s3")).code).toBe(3);
  });

  test.each([
    [["a.csv", "nowhere.csv"], 2, "LS201"],
    [["a.csv", "empty.csv"], 3, "LS202"],
    [["a.csv", "other.csv", "--key", "id"], 3, "LS206"],
    [["a.csv", "same.csv", "--key", "uid"], 2, "LS204|LS207"],
    [["a.csv", "http-ish"], 2, "LS106"],
  ])("%j: exit %d, %s, no report half-written and no run stored", async (args, code, error) => {
    const result = await check(...args, "--store", "s4", "-o", "never.html");
    expect(result).toMatchObject({ code, stdout: "" });
    expect(result.stderr).toMatch(new RegExp(`^error (${error}): `, "m"));
    expect(readdirSync(cwd)).not.toContain("never.html");
    expect((await runCli(["runs", "--store", "s4", "--json"], { cwd })).stdout).toBe("[]\n");
  });
});
