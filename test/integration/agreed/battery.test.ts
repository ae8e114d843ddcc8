import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { entry, goldenRows, type Model, openScene, type Scene, startModel } from "./scene.ts";

let scene: Scene;
let staging: Model;
let testing: Model;
let canary: Model;

/** Two models, each compared in two pairs. */
const manifest = (): string => `version: 1
models:
  risk: {golden: {file: golden.csv, key: id}, tolerances: {outputs: {score: {absolute: 1e-9}}}}
  fraud: {golden: {file: golden.csv, key: id}}
environments:
  staging: ${entry(staging.url)}
  testing: ${entry(testing.url)}
  canary: ${entry(canary.url)}
compare:
  - {reference: staging, candidate: testing}
  - {reference: staging, candidate: canary}
defaults: {checks: {latency: observe}}
asking: {probes: false, warmup: 0}
`;

beforeAll(async () => {
  scene = openScene();
  [staging, testing, canary] = [await startModel(), await startModel(), await startModel()];
  scene.put("golden.csv", goldenRows());
  scene.put("lockstep.yaml", manifest());
});
afterAll(async () => {
  await Promise.all([staging, testing, canary].map((model) => model.down()));
  scene.close();
});

const reports = (): string[] => readdirSync(scene.folder).filter((name) => name.startsWith("report.")).toSorted();
interface Listed {
  readonly id: string;
  readonly model: string;
  /** As its address is known. */
  readonly candidate: "testing" | "canary";
}

/** Every run, the newest first. */
const runs = async (): Promise<Listed[]> => {
  const listed = JSON.parse((await scene.lockstep("runs", "--json", "--limit", "100")).stdout) as { id: string; model: string; candidate: string }[];
  return listed.map(({ id, model, candidate }) => ({ id, model, candidate: candidate === canary.url ? "canary" : "testing" }));
};
const pairsIn = (text: string): string[] => [...text.matchAll(/^ {2}(\w+: \w+ and \w+): exit code (\d+)$/gm)].map(([, pair, code]) => `${pair} ${code}`);

test("every pair is judged, one failing and one unreachable do not keep the next from being; the worst decides", async () => {
  testing.shift = 0.01;
  await canary.down();
  const before = await scene.lockstep("check", "--failed");
  expect([before.code, before.stderr]).toEqual([2, expect.stringContaining("LS501")]);
  const all = await scene.lockstep("check", "-o", "report.html", "-o", "report.xml");
  expect(pairsIn(all.stdout)).toEqual(["risk: staging and testing 1", "risk: staging and canary 4", "fraud: staging and testing 1", "fraud: staging and canary 4"]);
  expect([all.code, all.stderr]).toEqual([1, expect.stringContaining("LS301")]);
  expect(reports()).toEqual(["report.fraud.staging-testing.html", "report.fraud.staging-testing.xml", "report.risk.staging-testing.html", "report.risk.staging-testing.xml"]);
  testing.shift = 0;
  expect((await scene.lockstep("check")).code).toBe(4);
  await canary.up();
  const passed = await scene.lockstep("check");
  expect([passed.code, pairsIn(passed.stdout)]).toEqual([0, expect.arrayContaining(["risk: staging and canary 0"])]);
});

test("--json and -o - print one run, so several pairs are refused before anybody is asked", async () => {
  const asked = staging.asked;
  for (const flags of [["--json"], ["-o", "-"], ["-o", "markdown:-"]]) {
    const { code, stdout, stderr } = await scene.lockstep("check", ...flags);
    expect([code, stdout, stderr]).toEqual([2, "", expect.stringContaining("LS105")]);
  }
  expect(staging.asked).toBe(asked);
  const one = await scene.lockstep("check", "canary", "--model", "risk", "--json");
  expect([one.code, (JSON.parse(one.stdout) as { environments: unknown }).environments]).toEqual([0, expect.objectContaining({ reference: expect.objectContaining({ name: "staging" }), candidate: expect.objectContaining({ name: "canary" }) })]);
});

test("--model picks one model, one name the pairs that it stands in, two names a pair", async () => {
  expect(pairsIn((await scene.lockstep("check", "--model", "fraud")).stdout)).toEqual(["fraud: staging and testing 0", "fraud: staging and canary 0"]);
  expect(pairsIn((await scene.lockstep("check", "canary")).stdout)).toEqual(["risk: staging and canary 0", "fraud: staging and canary 0"]);
  expect(pairsIn((await scene.lockstep("check", "testing", "canary")).stdout)).toEqual(["risk: testing and canary 0", "fraud: testing and canary 0"]);
  const unknown = await scene.lockstep("check", "--model", "frauds");
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringMatching(/LS114[\s\S]*fraud/)]);
});

test("--failed repeats what did not pass: also a pair that passed before and then could not be reached, or was interrupted", async () => {
  expect((await scene.lockstep("check")).code).toBe(0);
  const nothing = await scene.lockstep("check", "--failed");
  expect([nothing.code, nothing.stderr]).toEqual([0, expect.stringContaining("nothing to do again")]);
  testing.shift = 0.01;
  expect((await scene.lockstep("check", "testing", "--model", "risk")).code).toBe(1);
  await canary.down();
  expect((await scene.lockstep("check", "canary", "--model", "fraud")).code).toBe(4);
  await canary.up();
  testing.shift = 0;
  const again = await scene.lockstep("check", "--failed", "-o", "report.md");
  expect([again.code, pairsIn(again.stdout)]).toEqual([0, ["risk: staging and testing 0", "fraud: staging and canary 0"]]);
  // One that is left keeps its file's name.
  testing.shift = 0.01;
  expect((await scene.lockstep("check", "testing", "--model", "risk")).code).toBe(1);
  testing.shift = 0;
  expect((await scene.lockstep("check", "--failed", "-o", "report.json")).code).toBe(0);
  expect(reports()).toContain("report.risk.staging-testing.json");
  expect(existsSync(join(scene.folder, "report.json"))).toBe(false);
  expect((await scene.lockstep("check", "--failed")).stderr).toContain("nothing to do again");
});

test("--since tells what is new, gone and still there, each pair against its own run", async () => {
  testing.shift = 0.01;
  expect((await scene.lockstep("check")).code).toBe(1);
  const before = await runs();
  const earlier = (model: string, candidate: string): string | undefined => before.find((each) => each.model === model && each.candidate === candidate)?.id;
  testing.shift = 0;
  canary.shift = 0.01;
  expect((await scene.lockstep("check", "--since", "latest")).code).toBe(1);
  const after = (await runs()).slice(0, 4);
  for (const { id, model, candidate } of after) {
    const { since, findings } = await scene.run(id);
    expect(since?.run).toBe(earlier(model, candidate));
    const open = findings.filter(({ verdict, mode }) => verdict !== "pass" && mode !== "observe").map((each) => each.id);
    expect(since?.[candidate === "testing" ? "gone" : "appeared"]).not.toEqual([]);
    expect([since?.appeared.toSorted(), since?.still]).toEqual([candidate === "testing" ? [] : open.toSorted(), []]);
  }
  const still = await scene.lockstep("check", "canary", "--model", "risk", "--since", "latest");
  expect([still.code, (await scene.run()).since]).toEqual([1, expect.objectContaining({ appeared: [], gone: [], still: expect.arrayContaining([expect.stringContaining("score")]) })]);
  canary.shift = 0;
  const none = await scene.lockstep("check", "--since", "20000101");
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining("LS502")]);
});

test("--exit-zero forgives a verdict, and no environment that did not answer", async () => {
  testing.shift = 0.01;
  expect((await scene.lockstep("check", "testing", "--exit-zero")).code).toBe(0);
  testing.shift = 0;
  await canary.down();
  expect((await scene.lockstep("check", "--exit-zero")).code).toBe(4);
  await canary.up();
});

test("interrupted in the middle, an agreed check is resumed where it was; --resume without one is an error", async () => {
  expect(await scene.lockstep("check", "testing", "--model", "risk", "--resume")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS502") });
  const slow = async (after: number): Promise<void> => {
    const from = testing.asked;
    while (testing.asked < from + after) await wait(5);
  };
  const [begun, known] = [testing.asked, await runs()];
  const stopped = await runCli(["check", "testing", "--concurrency", "1"], { cwd: scene.folder, interruptAfter: slow(20) });
  expect(stopped).toMatchObject({ code: 130, stderr: expect.stringContaining("run the same command again") });
  expect(await runs()).toHaveLength(known.length);
  const first = testing.asked - begun;
  const resumed = await scene.lockstep("check", "testing", "--concurrency", "1", "--model", "risk", "--resume");
  expect(resumed).toMatchObject({ code: 0, stderr: expect.stringMatching(/[\d,]+ of [\d,]+ calls were answered in an earlier run/) });
  expect(first).toBeGreaterThanOrEqual(20);
  expect(testing.asked - begun).toBeLessThan(2 * 60 + 30);
  // The other pair was to be compared by the command that was stopped, and was not: its older pass does not stand for it.
  expect((await scene.lockstep("check", "testing", "--failed")).code).toBe(0);
  expect((await scene.run()).agreement?.model).toBe("fraud");
  expect((await scene.lockstep("check", "testing", "--failed")).stderr).toContain("nothing to do again");
  expect((await scene.lockstep("ledger", "verify")).code).toBe(0);
});
