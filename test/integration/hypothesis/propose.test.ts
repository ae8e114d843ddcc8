import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { resolveHypotheses } from "../../../src/app/hypothesis/resolve-hypotheses.ts";
import { loadManifest } from "../../../src/app/manifest/load-manifest.ts";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-propose-"));
  cpSync(resolve("examples/validation"), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lockstep = (...args: string[]) => runCli(["hypothesis", "propose", "backtest.csv.gz", ...args], { cwd: folder });
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return text;
};
const bare = 'version: 1\nmodels:\n  delay:\n    version: "3"  # the third\n    # nothing else yet\n\n# the end\nstore: .lockstep\n';

test("a draft is what the backtest allows, with margins that its weeks keep", async () => {
  const { code, stdout } = await lockstep("--time-zone", "Europe/Berlin");
  expect(code).toBe(0);
  const { models } = parse(stdout) as { models: { delay: { hypotheses: Record<string, { metric: object; margin: unknown; segments?: string[]; labelMaturity?: string; timeZone: string }> } } };
  const drafts = models.delay.hypotheses;
  expect(Object.keys(drafts)).toEqual(["precision", "recall", "ranking", "probabilities", "share-flagged", "latency-p90"]);
  // That 1 is flagged from some score on tells the decision; the manifest knows the label's name.
  expect(drafts["precision"]).toMatchObject({ metric: { name: "precision", output: "flagged", label: "late" }, segments: ["carrier"], labelMaturity: "12d", timeZone: "Europe/Berlin" });
  expect(stdout).toContain("0.726 with a standard error of");
  // 870 parcels a week, of which 330 are flagged: a week's precision has a standard deviation of at least 0.025.
  expect(drafts["precision"]?.margin).toBeGreaterThan(0.04);
  expect(drafts["precision"]?.margin).toBeLessThan(0.08);
  // What was printed holds together as a manifest.
  write("printed.yaml", `version: 1\n${stdout}`);
  expect(resolveHypotheses(await loadManifest("printed.yaml", { cwd: folder, env: {} }), "delay")).toHaveLength(6);
  expect(read("lockstep.yaml")).toBe(readFileSync(resolve("examples/validation/lockstep.yaml"), "utf8"));
});

test("written into a manifest, every line that was there stays, comments too", async () => {
  const before = read("lockstep.yaml");
  const written = await lockstep("--write");
  expect(written).toMatchObject({ code: 0, stdout: expect.stringContaining("precision, recall, ranking, probabilities, latency-p90"), stderr: expect.stringContaining("nothing of it is agreed yet") });
  expect(written.stdout).toContain("written before, and left alone: share-flagged");
  const lines = read("lockstep.yaml").split("\n");
  const old = before.split("\n");
  const first = lines.findIndex((line, index) => line !== old[index]);
  const added = lines.length - old.length;
  expect([...lines.slice(0, first), ...lines.slice(first + added)]).toEqual(old);
  expect(resolveHypotheses(await loadManifest("lockstep.yaml", { cwd: folder, env: {} }), "delay").map(({ name }) => name)).toEqual(["flags-hold", "share-flagged", "scores-are-probabilities", "in-time", "precision", "recall", "ranking", "probabilities", "latency-p90"]);
  const after = read("lockstep.yaml");
  expect((await lockstep("--write")).stdout).toContain("stays as it is");
  expect(read("lockstep.yaml")).toBe(after);
  expect(readdirSync(folder).filter((name) => name.endsWith(".proposed"))).toEqual([]);
});

test("a model without hypotheses gets them; one that has no lines of its own is told", async () => {
  write("bare.yaml", bare);
  expect((await lockstep("--write", "--manifest", "bare.yaml", "--label", "late")).code).toBe(0);
  const text = read("bare.yaml");
  expect(text.startsWith('version: 1\nmodels:\n  delay:\n    version: "3"  # the third\n')).toBe(true);
  expect(text).toMatch(/\n {4}hypotheses:\n {6}precision:\n/);
  expect(text).toContain("# nothing else yet\n\n# the end\nstore: .lockstep\n");
  expect(text).toContain("# labelMaturity: 30d");
  write("flow.yaml", 'version: 1\nmodels: {delay: {version: "3"}}\n');
  expect(await lockstep("--write", "--manifest", "flow.yaml", "--label", "late")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS112[^]*as lines of their own/) });
  expect(read("flow.yaml")).toBe('version: 1\nmodels: {delay: {version: "3"}}\n');
});

test("where there is no manifest yet, what is printed is one, also into the very file that the shell has made for it; and so is what is written", async () => {
  const fresh = mkdtempSync(join(tmpdir(), "lockstep-fresh-"));
  try {
    cpSync(join(folder, "backtest.csv.gz"), join(fresh, "backtest.csv.gz"));
    writeFileSync(join(fresh, "lockstep.yaml"), "");
    const draft = ["hypothesis", "propose", "backtest.csv.gz", "--label", "late", "--model", "delay"];
    const { code, stdout } = await runCli(draft, { cwd: fresh });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^version: 1$[^]*# production:/m)]);
    rmSync(join(fresh, "lockstep.yaml"));
    expect((await runCli([...draft, "--write"], { cwd: fresh })).code).toBe(0);
    const written = readFileSync(join(fresh, "lockstep.yaml"), "utf8");
    expect(written).toBe(stdout);
    expect(await runCli(["validate", "--backfill"], { cwd: fresh })).toMatchObject({ code: 3, stderr: expect.stringMatching(/LS255[^]*production/) });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
});

test("what cannot be claimed is said: no label, no outputs, an unknown column", async () => {
  write("bare.yaml", bare);
  const unlabelled = await lockstep("--manifest", "bare.yaml");
  expect(unlabelled.stdout).toContain("no column looks like what came true; name it with --label COLUMN");
  expect(Object.keys((parse(unlabelled.stdout) as { models: { delay: { hypotheses: object } } }).models.delay.hypotheses)).toEqual(["share-flagged", "mean-score", "latency-p90"]);
  write("few.csv", "id,x\n1,2\n2,3\n");
  expect(await runCli(["hypothesis", "propose", "few.csv"], { cwd: folder })).toMatchObject({ code: 3, stderr: expect.stringMatching(/LS254[^]*nothing can be claimed from few\.csv/) });
  expect((await lockstep("--label", "lte")).code).toBe(2);
  expect(await lockstep("--time-zone", "Berlin")).toMatchObject({ code: 2, stderr: expect.stringContaining("Berlin is no time zone") });
});
