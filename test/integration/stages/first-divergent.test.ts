import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Run } from "../../../src/core/domain/run.ts";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { startPipeline } from "../servers/pipeline-server.ts";
import type { RunningServer } from "../servers/start-server.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-stages-"));
const servers = new Map<string, RunningServer>();
const variants = {
  sound: {}, impute: { FAULT: "impute" }, scale: { FAULT: "scale" }, encode: { FAULT: "encode" }, model: { MODEL_SCALE: "1.01" },
  iterator: { TAP: "iterator" }, "iterator-scale": { TAP: "iterator", FAULT: "scale" }, disturb: { TAP: "disturb" },
};

beforeAll(async () => {
  const colours = ["blue", "green", "red"];
  const rows = Array.from({ length: 120 }, (_, id) => `${id},${id % 9 === 0 ? "" : 20 + (id * 7) % 50},${id % 11 === 0 ? "" : 1500 + (id * 37) % 3000},${colours[id % 3]}`);
  writeFileSync(join(folder, "rows.csv"), `id,age,income,colour\n${rows.join("\n")}\n`);
  for (const [name, env] of Object.entries(variants)) servers.set(name, await startPipeline(env));
}, 240_000);

afterAll(async () => {
  for (const server of servers.values()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const compare = async (reference: keyof typeof variants, candidate: keyof typeof variants): Promise<Run> => {
  const target = (name: string): string => servers.get(name)?.url ?? "";
  const { stdout, stderr } = await runCli(["check", `first=${target(reference)}`, `second=${target(candidate)}`, "--inputs", "rows.csv", "--key", "id", "--json", "--store", `store-${reference}-${candidate}`], { cwd: folder });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Run;
};
const stageFinding = (run: Run) => run.findings.find(({ check }) => check === "preprocessing.stage");

test.each(["impute", "scale", "encode"] as const)("a fault in %s is named there, with how much", async (fault) => {
  const run = await compare("sound", fault);
  expect(run.verdict).toBe("fail");
  expect(run.trace).toMatchObject({ firstDivergent: fault, skipped: null, disturbed: [{ rows: 0 }, { rows: 0 }] });
  expect(stageFinding(run)?.statement).toMatch(new RegExp(`the sides part in the stage ${fault}, on \\d+ of \\d+ traced rows`));
  const at = run.trace?.stages.findIndex(({ stage }) => stage === fault) ?? -1;
  expect(run.trace?.stages.slice(0, at).every(({ differing }) => differing === 0)).toBe(true);
});

test("a fault behind every step is said to lie in the model or behind it", async () => {
  const run = await compare("sound", "model");
  expect(run.trace?.firstDivergent).toBeNull();
  expect(stageFinding(run)?.statement).toContain("they part in the model or behind it");
});

test("a one-shot iterator is not read: the prediction stays, and the stage is said to be unknown", async () => {
  const same = await compare("sound", "iterator");
  expect(same.outputs.find(({ output }) => output === "score")).toMatchObject({ outside: 0 });
  const run = await compare("iterator", "iterator-scale");
  expect(run.trace).toMatchObject({ firstDivergent: "scale", disturbed: [{ rows: 0 }, { rows: 0 }] });
  expect(stageFinding(run)?.statement).toContain("or in rows, which could not be read without changing the result");
  expect(run.trace?.stages[0]).toMatchObject({ stage: "rows", note: expect.stringContaining("one-shot") });
});

test("a tap that changes the result is said to do so", async () => {
  const run = await compare("encode", "disturb");
  expect(run.trace?.disturbed).toMatchObject([{ environment: "first", rows: 0 }, { environment: "second", rows: run.trace?.rows }]);
  expect(stageFinding(run)?.statement).toMatch(/second answers \d+ rows differently while it is being traced/);
});
