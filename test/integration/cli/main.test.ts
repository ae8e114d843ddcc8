import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSqliteRunStore, storeFile } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { minimalRun } from "../../../src/ports/minimal-run.fixture.ts";
import { type CliResult, runCli } from "../../../src/cli/run-cli.fixture.ts";

describe("the command line", () => {
  let cwd: string;
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "lockstep-cli-"));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));
  const lockstep = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliResult> => runCli(args, { cwd, env });

  /** A store with three runs; gives the ledger's head. */
  const fillStore = (): string => {
    const store = createSqliteRunStore(join(cwd, ".lockstep"));
    store.save(minimalRun("aa-1", { startedAt: "2026-01-01T00:00:00.000Z" }), "ana");
    store.save(minimalRun("ab-2", { startedAt: "2026-01-02T00:00:00.000Z", verdict: "fail", headline: "It differs.\u001b[31m", decision: { action: "pause", reason: "it differs", exitCode: 1 } }), "ana");
    const { ledger } = store.save(minimalRun("ac-3", { startedAt: "2026-01-03T00:00:00.000Z" }), "ana");
    store.close();
    return ledger?.head ?? "";
  };

  test("--version is the package's version, and nothing else", async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8")) as { version: string };
    expect(await lockstep(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    expect(await lockstep(["-V"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("help is a result; no command at all is wrong usage", async () => {
    const help = await lockstep(["--help"]);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    for (const command of ["check", "baseline", "golden", "rerun", "runs", "report", "ledger", "doctor", "demo"]) expect(help.stdout).toContain(`\n  ${command} `);
    expect(await lockstep([])).toMatchObject({ code: 2, stdout: "" });
    expect(await lockstep(["baseline"])).toMatchObject({ code: 2, stdout: "" });
  });

  test("check --help is grouped, has examples, and keeps the options of one side out of the way", async () => {
    const { stdout, code } = await lockstep(["check", "--help"]);
    expect(code).toBe(0);
    for (const group of ["What was agreed:", "What is compared:", "What counts as the same:", "How it is asked:", "How it is reached:", "What comes out:"]) expect(stdout).toContain(`\n${group}\n`);
    expect(stdout.match(/\$ lockstep check/g)).toHaveLength(5);
    expect(stdout).toContain("mode=either");
    expect(stdout).not.toContain("--reference-cert");
  });

  test.each([
    [["chek"], "LS101", "Did you mean check?"],
    [["check", "a.csv", "b.csv", "--inputz", "x"], "LS101", "Did you mean --inputs?"],
    [["check", "a.csv", "b.csv", "c.csv"], "LS101", "lockstep check --help"],
    [["check", "a.csv"], "LS102", "lockstep check --help"],
    [["check", "a.csv", "b.csv", "--repeats", "1"], "LS102", "--repeats"],
    [["check", "a.csv", "b.csv", "--candidate-header", "nonsense"], "LS102", "--candidate-header"],
    [["check", "a.csv", "b.csv", "--color", "blue"], "LS102", "auto, always, never"],
    [["check", "a.csv", "b.csv", "--fresh", "--resume"], "LS105", "--fresh"],
    [["check", "a.csv", "b.csv", "-o", "report.pdf"], "LS102", "report.pdf"],
    [["check", "a.csv", "b.csv", "-o", "/dev/null/report.html"], "LS506", "/dev/null"],
    [["check", "http://x", "http://y", "--template", "@nowhere.json"], "LS201", "nowhere.json"],
    [["runs", "--limit", "0"], "LS102", "--limit"],
    [["report", "latest"], "LS501", "--store"],
    [["ledger", "verify"], "LS501", ".lockstep"],
    [["ledger", "verify", "--head", "xyz"], "LS102", "--head"],
  ])("%j is %s, exit 2, and leaves nothing behind", async (args, code, says) => {
    const result = await lockstep(args);
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr.startsWith(`error ${code}: `)).toBe(true);
    expect(result.stderr).toContain(says);
    expect(result.stderr.split("\n").length).toBeLessThanOrEqual(5);
    expect(readdirSync(cwd)).toEqual([]);
  });

  test("errors are coloured where it is wanted", async () => {
    expect((await lockstep(["nope"], { FORCE_COLOR: "1" })).stderr).toContain("\u001b[31merror LS101:");
    expect((await lockstep(["nope"], { FORCE_COLOR: "1", NO_COLOR: "1" })).stderr).not.toContain("\u001b[");
  });

  test("an interruption ends the command with 130 and says how to go on", async () => {
    // A server that takes the request and never answers; the interruption comes once it has it.
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const asked = new Promise<void>((resolve) => server.once("request", () => resolve()));
    const result = await runCli(["doctor", `http://127.0.0.1:${(server.address() as AddressInfo).port}/`], { cwd, interruptAfter: asked });
    expect(result).toMatchObject({ code: 130, stderr: "interrupted: run the same command again to resume\n" });
    server.closeAllConnections();
    server.close();
  });

  test("a reader of stdout that leaves early is no failure", async () => {
    const result = await runCli(["check", "--help"], { cwd, closeStdout: true });
    expect(result).toMatchObject({ code: 0, stderr: "" });
  });

  describe("runs", () => {
    test("of no store are none, and looking makes none", async () => {
      expect(await lockstep(["runs"])).toMatchObject({ code: 0, stdout: "" });
      expect((await lockstep(["runs", "--json"])).stdout).toBe("[]\n");
      expect(readdirSync(cwd)).toEqual([]);
    });

    test("are listed newest first, without control characters", async () => {
      fillStore();
      const { stdout, code } = await lockstep(["runs"]);
      expect(code).toBe(0);
      expect(stdout.split("\n").map((line) => line.split(" ")[0])).toEqual(["ac-3", "ab-2", "aa-1", ""]);
      expect(stdout).toContain("2026-01-02 00:00Z  fail");
      expect(stdout).not.toContain("\u001b");
    });

    test("--json --limit", async () => {
      fillStore();
      const { stdout } = await lockstep(["runs", "--json", "--limit", "2"]);
      expect((JSON.parse(stdout) as { id: string }[]).map(({ id }) => id)).toEqual(["ac-3", "ab-2"]);
    });
  });

  describe("report", () => {
    test("renders the latest run, or one by the beginning of its id, on the terminal", async () => {
      fillStore();
      expect(await lockstep(["report", "latest"])).toMatchObject({ code: 0, stdout: expect.stringContaining("gives the same answers") });
      expect(await lockstep(["report", "ab"])).toMatchObject({ code: 0, stdout: expect.stringContaining("It differs.") });
    });

    test("LS502 names the runs that a beginning could mean", async () => {
      fillStore();
      expect(await lockstep(["report", "a"])).toMatchObject({ code: 2, stderr: expect.stringContaining("aa-1, ab-2, ac-3") });
      expect(await lockstep(["report", "zz"])).toMatchObject({ code: 2, stderr: expect.stringContaining("error LS502") });
    });

    test("--json and -o - give the document; -o writes files whole, in folders that it makes", async () => {
      fillStore();
      const json = await lockstep(["report", "aa", "--json"]);
      expect(JSON.parse(json.stdout)).toMatchObject({ id: "aa-1", ledger: { sequence: 1 } });
      expect((await lockstep(["report", "aa", "-o", "-"])).stdout).toBe(json.stdout);
      expect(await lockstep(["report", "aa", "-o", "out/run.json", "-o", "out/junit.xml", "-o", "markdown:-"])).toMatchObject({ code: 0, stdout: expect.stringContaining("#") });
      expect(readdirSync(join(cwd, "out")).sort()).toEqual(["junit.xml", "run.json"]);
      expect(readFileSync(join(cwd, "out/run.json"), "utf8")).toBe(json.stdout);
    });

    test("a file that cannot be written is LS506 before anything is written", async () => {
      fillStore();
      mkdirSync(join(cwd, "taken.md"));
      const result = await lockstep(["report", "aa", "-o", "taken.md", "-o", "run.json"]);
      expect(result).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^error LS506: .*taken\.md/) });
      expect(readdirSync(cwd).sort()).toEqual([".lockstep", "taken.md"]);
      expect(readdirSync(join(cwd, "taken.md"))).toEqual([]);
    });

    test("in a GitHub workflow it adds to the job summary and annotates, and a summary that cannot be written is a warning", async () => {
      fillStore();
      const summary = join(cwd, "summary.md");
      const told = await lockstep(["report", "ab"], { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary });
      expect(told.code).toBe(0);
      expect(readFileSync(summary, "utf8")).toContain("It differs.");
      const untold = await lockstep(["report", "ab"], { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: cwd });
      expect(untold).toMatchObject({ code: 0, stderr: expect.stringContaining("warning: GitHub's job summary") });
    });
  });

  describe("ledger verify", () => {
    test("prints the head of a sound ledger, and finds a noted head in it", async () => {
      const head = fillStore();
      const { stdout, code } = await lockstep(["ledger", "verify"]);
      expect({ stdout, code }).toEqual({ code: 0, stdout: `the ledger verifies: 3 entries, every run and record as it was sealed\nhead ${head}\n` });
      expect((await lockstep(["ledger", "verify", "--head", head.slice(0, 12)])).code).toBe(0);
      expect(JSON.parse((await lockstep(["ledger", "verify", "--json"])).stdout)).toEqual({ ok: true, entries: 3, head, problem: null });
    });

    const tamper = (sql: string): void => {
      const raw = new DatabaseSync(storeFile(join(cwd, ".lockstep")));
      for (const name of ["runs_are_immutable", "runs_are_kept", "ledger_is_immutable", "ledger_is_kept"]) raw.exec(`DROP TRIGGER ${name}`);
      raw.exec(sql);
      raw.close();
    };

    test.each([
      ["a changed field", "UPDATE ledger SET actor = 'eve' WHERE sequence = 2", "entry 2"],
      ["a dropped entry", "DELETE FROM ledger WHERE sequence = 2", "entry 2"],
      ["a changed run", "UPDATE runs SET document = replace(document, '\"fail\"', '\"pass\"') WHERE id = 'ab-2'", "run ab-2 was changed"],
      ["a dropped run", "DELETE FROM runs WHERE id = 'aa-1'", "run aa-1 is in the ledger but no longer in the store"],
    ])("%s is LS503, exit 1, at its place", async (_what, sql, place) => {
      fillStore();
      tamper(sql);
      expect(await lockstep(["ledger", "verify"])).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(new RegExp(`^error LS503: .*${place}`)) });
    });

    test("a cut tail shows against the head", async () => {
      const head = fillStore();
      tamper("DELETE FROM ledger WHERE sequence = 3; DELETE FROM runs WHERE id = 'ac-3'");
      expect((await lockstep(["ledger", "verify"])).code).toBe(0);
      expect(await lockstep(["ledger", "verify", "--head", head])).toMatchObject({ code: 1, stderr: expect.stringContaining("cut off") });
    });

    test("an empty ledger is no evidence", async () => {
      createSqliteRunStore(join(cwd, ".lockstep")).close();
      expect((await lockstep(["ledger", "verify"])).code).toBe(3);
    });
  });

  describe("doctor", () => {
    test("finds this machine fit, and makes no store by looking", async () => {
      const { stdout, code } = await lockstep(["doctor", "--json"]);
      const checks = JSON.parse(stdout) as { name: string; ok: boolean }[];
      expect(checks.map(({ name }) => name)).toEqual(["node", "store", "engine", "memory", "disk", "clock", "proxy"]);
      expect(checks.filter(({ name, ok }) => !ok && name !== "memory" && name !== "disk")).toEqual([]);
      expect(code).toBe(checks.every(({ ok }) => ok) ? 0 : 2);
      expect(readdirSync(cwd)).toEqual([]);
    });

    test("tells a server that answers from one that does not, and from one whose clock is wrong", async () => {
      const server = createServer((request, response) => {
        response.writeHead(404, request.url === "/late" ? { date: "Thu, 01 Jan 2015 00:00:00 GMT" } : {}).end("no");
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      try {
        const { stdout, code } = await lockstep(["doctor", `http://127.0.0.1:${port}/`, `http://127.0.0.1:${port}/late`, "http://127.0.0.1:9/", "ftp://x"]);
        expect(code).toBe(4);
        expect(stdout).toMatch(/ok {7}http:\/\/127\.0\.0\.1:\d+\/ answers with status 404/);
        expect(stdout).toMatch(/problem {2}.*\/late .*behind this one/);
        expect(stdout).toMatch(/problem {2}http:\/\/127\.0\.0\.1:9\/ does not answer/);
        expect(stdout).toMatch(/problem {2}ftp:\/\/x/);
      } finally {
        server.close();
      }
    });

    test("a store that cannot be opened is a problem with its advice", async () => {
      fillStore();
      const raw = new DatabaseSync(storeFile(join(cwd, ".lockstep")));
      raw.exec("PRAGMA user_version = 99");
      raw.close();
      expect(await lockstep(["doctor"])).toMatchObject({ code: 2, stdout: expect.stringMatching(/problem {2}store .*schema 99.*\n +Update Lockstep\./) });
    });
  });
});
