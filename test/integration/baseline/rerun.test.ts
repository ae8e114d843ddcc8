import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { latest, openScene, type Scene } from "./scene.ts";

let scene: Scene;
let manifest: string;
beforeAll(async () => {
  scene = await openScene();
  const file = join(scene.folder, "lockstep.yaml");
  mkdirSync(join(scene.folder, "model"));
  writeFileSync(join(scene.folder, "model", "weights.bin"), "weights");
  writeFileSync(file, readFileSync(file, "utf8").replace("    golden:", "    # agreed in March\n    artifacts: [model/weights.bin]\n    tolerances: {default: {absolute: 1.0e-6}}\n    golden:"));
  manifest = readFileSync(file, "utf8");
  expect((await scene.lockstep("check", "--quiet", "--seed", "11", "--repeats", "3")).code).toBe(0);
});
afterAll(() => scene.close());

test("a run is repeated as it was: same targets, options, seed and secrets; the new one names it", async () => {
  const first = await latest(scene);
  expect(JSON.stringify(first["options"])).toContain("env:MODEL_TOKEN");
  const { code, stderr } = await scene.lockstep("rerun", first.id.slice(0, 18), "--quiet");
  expect(code).toBe(0);
  expect(stderr).toContain(`repeating run ${first.id}`);
  expect(stderr).toContain("are as they were");
  const second = await latest(scene);
  expect(second).toMatchObject({ seed: 11, inputs: first["inputs"], agreement: first["agreement"], since: { run: first.id, appeared: [], gone: [] } });
  const { rerunOf, since: _since, seed: _seed, ...options } = second["options"] as Record<string, unknown>;
  const { since: _before, seed: _agreed, ...before } = first["options"] as Record<string, unknown>;
  expect(rerunOf).toBe(first.id);
  expect(options).toEqual(before);
  expect([...scene.staging.tokens]).toContain("s3cret-token");
  expect(JSON.stringify(second)).not.toContain("s3cret-token");
});

test("what is no longer the same is told before anybody is asked, and what was agreed then still holds", async () => {
  const first = await latest(scene);
  scene.production.shift = 1e-4;
  writeFileSync(join(scene.folder, "lockstep.yaml"), manifest.replace("1.0e-6", "1.0"));
  writeFileSync(join(scene.folder, "model", "weights.bin"), "others");
  appendFileSync(join(scene.folder, "golden.csv"), "r99,99.1,new\n");
  const { code, stderr } = await scene.lockstep("rerun", "latest", "--quiet");
  expect(stderr).toMatch(/no longer the same: the inputs golden\.csv/);
  expect(stderr).toMatch(/no longer the same: the manifest lockstep\.yaml/);
  expect(stderr).toMatch(/no longer the same: the file model\/weights\.bin/);
  // By the tolerance of today it would pass.
  expect(code).toBe(1);
  const artifact = (run: Record<string, unknown>) => (run["agreement"] as { artifacts: { path: string; digest: string }[] }).artifacts.find(({ path }) => path === "model/weights.bin");
  const second = await latest(scene);
  expect(artifact(second)?.digest).not.toBe(artifact(first)?.digest);
  expect(second).toMatchObject({ verdict: "fail", since: { run: first.id } });
});

test("what a run was made from is given back, and never over a file", async () => {
  const runs = JSON.parse((await scene.lockstep("runs", "--json", "--verdict", "pass", "--model", "risk")).stdout) as { id: string; model: string }[];
  expect(runs.map(({ model }) => model)).toEqual(["risk", "risk"]);
  const id = runs.at(-1)?.id ?? "";
  const restored = await scene.lockstep("runs", "restore", id, "-o", "old", "--store", ".lockstep");
  expect(restored).toMatchObject({ code: 0, stdout: expect.stringMatching(/changed since.*model\/weights\.bin/) });
  expect(readFileSync(join(scene.folder, "old", "lockstep.yaml"), "utf8")).toBe(manifest);
  expect(readFileSync(join(scene.folder, "old", "artifacts.sha256"), "utf8")).toMatch(/^[0-9a-f]{64} {2}.*weights\.bin$/m);
  expect(JSON.parse(readFileSync(join(scene.folder, "old", "run.json"), "utf8"))).toMatchObject({ id });
  expect(await scene.lockstep("runs", "restore", id, "-o", "old")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS118") });
  expect(await scene.lockstep("runs", "--verdict", "fail")).toMatchObject({ stdout: expect.stringMatching(/ fail .*127\.0\.0\.1:\d+\/predict? ?/) });
});
