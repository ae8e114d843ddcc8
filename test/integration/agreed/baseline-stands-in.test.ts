import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBaseline, sealBaseline } from "../../../src/core/baseline/seal-baseline.ts";
import { entry, goldenRows, type Model, openScene, type Scene, startModel } from "./scene.ts";

let scene: Scene;
let staging: Model;
let testing: Model;

const manifest = (standIn: boolean): string => `version: 1
models:
  risk: {golden: {file: golden.csv, key: id}, tolerances: {outputs: {score: {absolute: 1e-9}}}, decision: {threshold: 0.5}}
environments:
  staging: ${entry(staging.url, `fingerprint: "http://127.0.0.1:${staging.port}/lockstep/fingerprint"`)}
  testing: ${entry(testing.url, `fingerprint: "http://127.0.0.1:${testing.port}/lockstep/fingerprint"`)}
defaults: {checks: {latency: observe}}
asking: {probes: false, warmup: 0}
policy: {baseline: {standIn: ${standIn}}}
`;

const fingerprint = JSON.stringify({ lockstep: "fingerprint", schemaVersion: 1, probe: "t 1", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: 1, unread: {}, fields: { "python.version": { value: "3.12.1", scope: "process", how: "t" } } });

beforeAll(async () => {
  scene = openScene();
  [staging, testing] = [await startModel(), await startModel()];
  for (const model of [staging, testing]) model.instead = (path) => (path === "/lockstep/fingerprint" ? { status: 200, body: fingerprint } : undefined);
  scene.put("golden.csv", goldenRows());
  scene.put("lockstep.yaml", manifest(true));
  expect((await scene.lockstep("check")).code).toBe(0);
});
afterAll(async () => {
  await Promise.all([staging.down(), testing.down()]);
  scene.close();
});

test("with nothing approved, a reference that is not there is an environment that did not answer", async () => {
  await staging.down();
  expect(await scene.lockstep("check")).toMatchObject({ code: 4, stdout: "", stderr: expect.stringContaining("LS301") });
  await staging.up();
});

test("the approved baseline stands in for a reference that is not there; every report says so, and the verdict is that of its answers", async () => {
  expect((await scene.lockstep("baseline", "approve", "latest")).code).toBe(0);
  await staging.down();
  const same = await scene.lockstep("check", ...["html", "json", "md", "xml", "sarif", "txt"].flatMap((end) => ["-o", `report.${end}`]));
  expect([same.code, same.stderr]).toEqual([0, expect.stringContaining("its approved baseline v1 stands in")]);
  const run = await scene.run();
  expect(run).toMatchObject({ verdict: "pass", baseline: { model: "risk", version: 1, standsFor: "staging", why: expect.stringContaining("could not be reached") } });
  expect(run.coverage).toMatchObject({ pairs: 60 });
  for (const end of ["html", "json", "md", "xml", "sarif", "txt"]) expect([end, readFileSync(join(scene.folder, `report.${end}`), "utf8")]).toEqual([end, expect.stringMatching(/baseline/i)]);
  expect(same.stdout).toMatch(/version 1 of the approved baseline of risk stands in for staging/);
  testing.shift = 0.01;
  const differs = await scene.lockstep("check", "staging", "testing");
  expect([differs.code, (await scene.run()).verdict]).toEqual([1, "fail"]);
  testing.shift = 0;
  await staging.up();
});

test("it stands in for nobody who is there and refuses, and not against the policy", async () => {
  staging.instead = () => ({ status: 401, body: "{}" });
  const refused = await scene.lockstep("check");
  expect(refused).toMatchObject({ code: 4 });
  expect(refused.stderr).not.toContain("stands in");
  staging.instead = (path) => (path === "/lockstep/fingerprint" ? { status: 200, body: fingerprint } : undefined);
  // The server is there; what people named in it is not, and has to be mended.
  scene.put("lockstep.yaml", manifest(true).replace('fingerprint: "', 'lockstep: /elsewhere, fingerprint: "'));
  const unmounted = await scene.lockstep("check");
  expect([unmounted.code, unmounted.stderr]).toEqual([4, expect.stringMatching(/LS320[\s\S]*elsewhere/)]);
  expect(unmounted.stderr).not.toContain("stands in");
  scene.put("lockstep.yaml", manifest(false));
  await staging.down();
  expect(await scene.lockstep("check")).toMatchObject({ code: 4, stderr: expect.stringContaining("LS301") });
  await staging.up();
  scene.put("lockstep.yaml", manifest(true));
});

test("what the candidate answers is replaced by nothing", async () => {
  await testing.down();
  expect(await scene.lockstep("check")).toMatchObject({ code: 4, stderr: expect.stringContaining("LS301") });
  expect(await scene.lockstep("check", "baseline", "testing")).toMatchObject({ code: 4, stderr: expect.stringContaining("LS301") });
  await testing.up();
});

test("check baseline ENVIRONMENT asks that one alone, and --failed knows it afterwards", async () => {
  const asked = staging.asked;
  const same = await scene.lockstep("check", "baseline", "testing");
  expect([same.code, staging.asked]).toEqual([0, asked]);
  expect((await scene.run()).baseline).toMatchObject({ version: 1, standsFor: "baseline", why: "it was asked for" });
  expect((await scene.lockstep("check", "baseline", "testing", "--failed")).stderr).toContain("nothing to do again");
  testing.shift = 0.01;
  expect((await scene.lockstep("check", "baseline:v1", "testing")).code).toBe(1);
  testing.shift = 0;
  expect(await scene.lockstep("check", "baseline:v7", "testing")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS220") });
});

test("a baseline with a seal made anew is told by the ledger", async () => {
  const path = join(scene.folder, "lockstep/baselines/risk/v1/baseline.json");
  const whole = readFileSync(path, "utf8");
  const opened = openBaseline(whole);
  if ("flaw" in opened) throw new Error(opened.flaw);
  writeFileSync(path, sealBaseline({ ...opened.baseline, maxOutside: 0.9 }));
  expect(await scene.lockstep("check", "baseline:v1", "testing")).toMatchObject({ code: 1, stderr: expect.stringContaining("LS221") });
  writeFileSync(path, whole);
});

test("a baseline that is not what was approved gives no verdict", async () => {
  const folder = join(scene.folder, "lockstep/baselines/risk/v1");
  await staging.down();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!statSync(path).isFile() || !/\.(json|parquet)$/.test(name)) continue;
    const whole = readFileSync(path);
    writeFileSync(path, name.endsWith(".json") ? whole.toString().replace("1e-9", "1e-1").replace('"absolute": 1', '"absolute": 2') : Buffer.concat([whole.subarray(0, 40), Buffer.from([whole[40] === 0 ? 1 : 0]), whole.subarray(41)]));
    for (const args of [["check", "baseline", "testing"], ["check"]]) expect([name, await scene.lockstep(...args)]).toEqual([name, expect.objectContaining({ code: 1, stderr: expect.stringContaining("LS221") })]);
    writeFileSync(path, whole);
  }
  await staging.up();
  expect((await scene.lockstep("check", "baseline", "testing")).code).toBe(0);
});
