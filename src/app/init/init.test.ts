import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CommandIo } from "../command-io.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import { initManifest } from "./init.ts";
import { lookAtFolder } from "./look-at-folder.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "lockstep-init-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));
const write = (name: string, text = ""): void => {
  mkdirSync(join(cwd, name, ".."), { recursive: true });
  writeFileSync(join(cwd, name), text);
};
const io = (): CommandIo & { readonly told: () => string } => {
  let told = "";
  const add = (text: string): void => void (told += `${text}\n`);
  return { out: add, note: add, progress: () => {}, signal: new AbortController().signal, env: {}, cwd, colour: false, ascii: false, width: 80, keepSecret: () => {}, redact: (text) => text, told: () => told };
};
const loaded = async () => (await loadManifest(join(cwd, "lockstep.yaml"), { cwd, env: {} })).manifest;

describe("lookAtFolder", () => {
  test("finds what a manifest could speak of, and not what belongs to others", () => {
    for (const name of ["data/golden.parquet", "data/history.csv", "predictions/staging.csv", "scored.jsonl", "models/credit/MLmodel", "models/credit/model.pkl", "Dockerfile", "api/openapi.yaml", ".github/workflows/x.yml", "uv.lock", "node_modules/a/golden.csv", ".venv/b.pkl", "trained/lockstep-training/fingerprint.json"]) write(name);
    write("requirements.txt", "numpy\n");
    write(".git/config", '[remote "origin"]\n\turl = git@example.com:team/credit-scoring.git\n');
    expect(lookAtFolder(cwd)).toEqual({
      inputs: ["data/golden.parquet", "data/history.csv"], predictions: ["predictions/staging.csv", "scored.jsonl"], models: ["models/credit"], locks: ["uv.lock"], dockerfile: "Dockerfile", openapi: "api/openapi.yaml",
      ci: "github", training: "trained", project: "credit-scoring",
    });
  });
});

describe("initManifest", () => {
  test("with nobody to ask writes what was found, and it loads", async () => {
    write("golden.csv", '"customer_id",age,outcome\n1,2,0\n');
    write("model.onnx");
    const world = io();
    await initManifest({ conversation: null, set: ["model=credit score", "reference=http://localhost:9000", "candidate=testing=python serve.py", "candidate=testing=cmd:python serve.py"] }, world);
    const manifest = await loaded();
    expect(manifest.models).toEqual({ "credit-score": { artifacts: ["model.onnx"], golden: { file: "golden.csv", key: "customer_id", label: "outcome" }, claim: "these-inputs" } });
    expect(manifest.environments).toEqual({ staging: { target: "http://localhost:9000" }, testing: { target: "cmd:python serve.py" } });
    expect(manifest.compare).toEqual([{ reference: "staging", candidate: "testing" }]);
    expect(readFileSync(join(cwd, "lockstep.yaml"), "utf8").split("\n")[0]).toBe("# yaml-language-server: $schema=lockstep/manifest.schema.json");
    expect(world.told()).toContain("compares staging with testing");
  });

  test("predictions of two environments are compared as they lie there", async () => {
    write("predictions-production.csv", "id,score\n1,1\n");
    write("predictions-staging.csv", "id,score\n1,1\n");
    await initManifest({ conversation: null, set: [] }, io());
    const { environments, compare, models } = await loaded();
    expect(environments).toEqual({ staging: { target: "predictions-staging.csv" }, production: { target: "predictions-production.csv" } });
    expect(compare).toEqual([{ reference: "staging", candidate: "production" }]);
    expect(Object.values(models ?? {})).toMatchObject([{ golden: { key: "id" } }]);
  });

  test("an empty folder gets a manifest that loads, and is told what is a guess", async () => {
    const world = io();
    await initManifest({ conversation: null, set: [] }, world);
    expect(Object.keys((await loaded()).environments ?? {})).toEqual(["staging", "production"]);
    expect(world.told()).toContain("write the real addresses");
    expect(readFileSync(join(cwd, "lockstep.yaml"), "utf8").match(/# a guess/g)).toHaveLength(2);
  });

  test("asks five questions at most, and none that was settled; Enter takes what is suggested", async () => {
    write("golden.csv", "id,a\n1,2\n");
    const input = new PassThrough();
    const output = new PassThrough();
    let asked = "";
    const typed = ["", "https://staging.example.com", "-", ""];
    output.on("data", (text: Buffer) => {
      asked += text.toString();
      const questions = asked.match(/: $/);
      if (questions !== null) input.write(`${typed.shift() ?? ""}\n`);
    });
    await initManifest({ conversation: { input, output, signal: new AbortController().signal }, set: ["candidate=live=https://live.example.com"] }, io());
    expect(asked.match(/\?/g)).toHaveLength(4);
    expect(asked).toContain("Which file holds the inputs to ask with? - for none [golden.csv]: ");
    const { environments, models } = await loaded();
    expect(environments).toEqual({ staging: { target: "https://staging.example.com" }, live: { target: "https://live.example.com" } });
    expect(Object.values(models ?? {})).toMatchObject([{ golden: { key: "id" } }]);
  });

  test("never overwrites a manifest of any name, and refuses what --set cannot take", async () => {
    await expect(initManifest({ conversation: null, set: ["refrence=http://x"] }, io())).rejects.toMatchObject({ code: "LS102", todo: "Did you mean reference?" });
    await expect(initManifest({ conversation: null, set: ["model="] }, io())).rejects.toMatchObject({ code: "LS102" });
    write("lockstep.yml", "mine");
    await expect(initManifest({ conversation: null, set: [] }, io())).rejects.toMatchObject({ code: "LS118" });
    expect(readFileSync(join(cwd, "lockstep.yml"), "utf8")).toBe("mine");
  });
});
