import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../../../src/cli/run-cli.fixture.ts";
import { entry, goldenRows, type Model, openScene, type Scene, startModel } from "./scene.ts";

let scene: Scene;
let staging: Model;
let production: Model;

const manifest = (more = ""): string => `version: 1
models:
  risk:
    golden: {file: data/golden.csv, key: id, segments: []}
    tolerances: {outputs: {score: {absolute: 1e-9}}}
    decision: {threshold: 0.5}
environments:
  staging: ${entry(staging.url, 'maxRate: 900, headers: {X-Team: risk, X-Token: "file:keys/token"}')}
  canary.eu: ${entry(production.url, "maxRate: 800")}
compare: [{reference: staging, candidate: canary.eu}]
defaults: {checks: {latency: observe}}
asking: {probes: false, warmup: 0, repeats: 3, seed: 5}
store: kept
${more}`;

let seen: { readonly team: unknown; readonly token: unknown }[] = [];

beforeAll(async () => {
  scene = openScene();
  [staging, production] = [await startModel(), await startModel()];
  staging.instead = (_, headers) => {
    seen.push({ team: headers["x-team"], token: headers["x-token"] });
    return undefined;
  };
  scene.put("data/golden.csv", goldenRows(40));
  scene.put("keys/token", "kept-token\n");
  scene.put("lockstep.yaml", manifest());
  scene.put("deep/er/nothing.txt", "");
  mkdirSync(join(scene.folder, ".git"));
});
afterAll(async () => {
  await Promise.all([staging.down(), production.down()]);
  scene.close();
});

const json = async (folder: string, ...args: string[]) => {
  const { code, stdout, stderr } = await scene.within(folder, "check", ...args, "--json");
  if (stdout === "") throw new Error(stderr);
  return { code, run: JSON.parse(stdout) as Awaited<ReturnType<Scene["run"]>> };
};

test("what is agreed holds; what is typed goes before it, for both sides or one, and leaves the rest", async () => {
  const { run: agreed } = await json(".");
  expect(agreed.options).toMatchObject({ repeats: 3, seed: 5, threshold: 0.5, "reference.maxRate": 900, "candidate.maxRate": 800, segments: false });
  expect(agreed.outputs.map(({ output, tolerance }) => [output, tolerance?.origin ?? null])).toEqual([["score", "agreed"], ["score >= 0.5", null]]);
  seen = [];
  const { run: typed } = await json(".", "--max-rate", "500", "--repeats", "2", "--threshold", "0.25", "--tolerance", "score:abs=0.1", "--header", "X-Token: env:OTHER", "--segment", "x").catch(async () => {
    scene.env["OTHER"] = "other-token";
    return json(".", "--max-rate", "500", "--repeats", "2", "--threshold", "0.25", "--tolerance", "score:abs=0.1", "--header", "X-Token: env:OTHER", "--segment", "x");
  });
  expect(typed.options).toMatchObject({ repeats: 2, seed: 5, threshold: 0.25, "reference.maxRate": 500, "candidate.maxRate": 500, segments: true, segment: ["x"] });
  expect(typed.outputs.map(({ output, tolerance }) => [output, tolerance?.absolute ?? null])).toEqual([["score", 0.1], ["score >= 0.25", null]]);
  expect(new Set(seen.map(({ team, token }) => `${String(team)} ${String(token)}`))).toEqual(new Set(["risk other-token"]));
});

test("the manifest is found from within, and its paths are meant from its own folder", async () => {
  const { code, run } = await json("deep/er");
  expect([code, run.inputs.rows, run.agreement?.model]).toEqual([0, 40, "risk"]);
  seen = [];
  const named = await json("deep/er", "--manifest", "../../lockstep.yaml");
  expect([named.code, named.run.inputs.rows]).toEqual([0, 40]);
  expect(seen[0]).toEqual({ team: "risk", token: "kept-token" });
  const away = await runCli(["check", "--manifest", join(scene.folder, "lockstep.yaml"), "--json"], { cwd: "/" });
  expect(away.code).toBe(0);
});

test("the agreed store is where --failed, --since and the run go, from wherever it is started", async () => {
  const all = (await scene.lockstep("runs", "--store", "kept", "--json")).stdout;
  expect((JSON.parse(all) as unknown[]).length).toBeGreaterThanOrEqual(5);
  expect((await scene.within("deep/er", "check", "--failed")).stderr).toContain("nothing to do again");
  expect((await scene.within("deep", "check", "--since", "latest")).code).toBe(0);
});

test("unknown names are errors with the nearest known one", async () => {
  const wrong = [["stagin", "canary.eu"], ["staging", "canary.us"], ["staging"].concat("baselin")];
  for (const names of wrong) expect(await scene.lockstep("check", ...names)).toMatchObject({ code: 2, stderr: expect.stringContaining("LS114") });
  expect((await scene.lockstep("check", "stagin", "canary.eu")).stderr).toMatch(/staging/);
  expect(await scene.lockstep("check", "--model", "rsk")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS114[\s\S]*risk/) });
  expect(await scene.lockstep("check", "--manifest", "lockstep.yaml", "a.csv", "b.csv")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS105") });
  expect(await scene.lockstep("check", "--manifest", "none.yaml")).toMatchObject({ code: 2, stderr: expect.stringContaining("none.yaml") });
});

test("without a manifest, two names are two targets that are nothing, and none are told what is missing", async () => {
  const bare = openScene();
  try {
    expect(await bare.lockstep("check", "staging", "production")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS106[\s\S]*"staging" cannot be asked or read/) });
    expect(await bare.lockstep("check")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS117") });
    expect(await bare.lockstep("check", "staging")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS117") });
    for (const flag of ["--failed", "--sign-off=x.json"]) expect(await bare.lockstep("check", "http://a", "http://b", flag)).toMatchObject({ code: 2, stderr: expect.stringContaining("LS105") });
  } finally {
    bare.close();
  }
});

test("a file called like an environment is the environment by its name, and the file by its path", async () => {
  scene.put("staging", "id,score\n1,0.5\n");
  scene.put("canary.eu", "id,score\n1,0.5\n");
  try {
    const { run } = await json(".", "staging");
    expect([run.environments.reference.kind, run.agreement?.model]).toEqual(["endpoint", "risk"]);
    const paths = await scene.lockstep("check", "./staging", "./canary.eu");
    expect(paths.stderr).not.toContain("asking");
    expect(paths.stderr).toContain("LS2");
  } finally {
    // A file of that name would be in the way of the next test.
    const { rmSync } = await import("node:fs");
    for (const name of ["staging", "canary.eu"]) rmSync(join(scene.folder, name));
  }
});

test("--save and a manifest exclude each other", async () => {
  expect(await scene.lockstep("check", "--save")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS105") });
});
