import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Run } from "../../../src/core/domain/run.ts";
import type { CommandIo } from "../../../src/app/command-io.ts";
import { runDemo } from "../../../src/app/demo/run-demo.ts";

let cwd: string;
let printed = "";
let exitCode: number;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "demo-"));
  const io: CommandIo = {
    out: (text) => void (printed += text),
    note: () => {},
    progress: () => {},
    signal: new AbortController().signal,
    env: {},
    cwd,
    colour: false,
    ascii: false,
    width: 100,
    keepSecret: () => {},
    redact: (text) => text,
  };
  exitCode = await runDemo(io);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const runOf = async (candidate: string): Promise<Run> => Run.parse(JSON.parse(await readFile(join(cwd, "lockstep-demo", `staging-${candidate}.json`), "utf8")));

test("testing passes although its last digits differ", async () => {
  const run = await runOf("testing");
  expect(["pass", "warn"]).toContain(run.verdict);
  const probability = run.outputs.find(({ output }) => output === "probability");
  expect(probability).toMatchObject({ pairs: 300, outside: 0 });
  expect(probability?.classes.within).toBeGreaterThan(0);
});

test("production fails, and every planted cause is named", async () => {
  const run = await runOf("production");
  expect(run.verdict).toBe("fail");
  expect(run.patterns.map(({ code }) => code)).toEqual(expect.arrayContaining(["SUBSET", "THRESH", "REPL"]));
});

test("every row that was asked was on tape", async () => {
  for (const candidate of ["testing", "production"]) {
    const run = await runOf(candidate);
    expect(run.errors.map(({ errors }) => errors)).toEqual([0, 0]);
    expect(run.noise.filter(({ skipped, arm }) => skipped !== null && arm === "rounded" && skipped.includes("recording"))).toEqual([]);
  }
});

test("two verdicts, two reports and what to try next are printed; the demo itself succeeded", async () => {
  expect(exitCode).toBe(0);
  expect(printed).toMatch(/(PASS|WARN) {2}testing[\s\S]*FAIL {2}production[\s\S]*Next:[\s\S]*lockstep serve --store lockstep-demo\/store\n {4}look at it in a browser/);
  for (const candidate of ["testing", "production"]) {
    expect(printed).toContain(join("lockstep-demo", `staging-${candidate}.html`));
    expect((await stat(join(cwd, "lockstep-demo", `staging-${candidate}.html`))).size).toBeGreaterThan(1000);
  }
});
