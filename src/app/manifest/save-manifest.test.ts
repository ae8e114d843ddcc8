import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Run } from "../../core/domain/run.ts";
import { exampleRuns } from "../../report/example-runs/example-runs.ts";
import { parseCheckOptions, type RawFlags } from "../check/parse-check-options.ts";
import { loadManifest } from "./load-manifest.ts";
import { pairsOf } from "./pairs-of.ts";
import { resolveAgreement } from "./resolve-agreement.ts";
import { saveManifest } from "./save-manifest.ts";
import { refuseExisting, writeManifest } from "./write-manifest.ts";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "lockstep-save-"));
  for (const file of ["rows.csv", "staging.csv", "production.csv"]) writeFileSync(join(cwd, file), "id,score\n1,0.5\n");
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

/** A run of the two kinds of target, with the sides' names as the options have them. */
const runOf = (base: Run, kind: "file" | "endpoint", names = { reference: "staging", candidate: "production" }): Run => ({
  ...base,
  environments: { reference: { ...base.environments.reference, name: names.reference, kind }, candidate: { ...base.environments.candidate, name: names.candidate, kind } },
  inputs: { ...base.inputs, digest: null },
});

/** Saved, loaded and resolved again: what a check by the manifest would be given. */
const again = async (run: Run, options: ReturnType<typeof parseCheckOptions>) => {
  const text = saveManifest(run, options, { folder: cwd, cwd });
  writeFileSync(join(cwd, "lockstep.yaml"), text);
  const loaded = await loadManifest(join(cwd, "lockstep.yaml"), { cwd, env: {} });
  const [pair] = pairsOf(loaded);
  if (pair === undefined) throw new Error("a saved manifest names its pair");
  const { targets, flags } = resolveAgreement(loaded, pair);
  return { text, options: parseCheckOptions(targets, flags) };
};

const live: RawFlags = {
  inputs: "rows.csv", key: "id", threshold: "0.5", maxOutside: "0.2%", exclude: "note,x y", segment: ["region"], repeats: "3", timeout: "1.5", seed: "4", maxLatencyRatio: "1.5", probes: false,
  referenceHeader: ["Authorization: Bearer env:STAGING_TOKEN", "X-Key: file:keys/token"], candidateModelVersion: "7", candidateMaxRate: "2.5", candidateTemplate: '{"features": {{values}}}',
};
const targets = { reference: "staging=http://localhost:8080", candidate: "production=https://h/v1?x=1" };

describe("saveManifest", () => {
  test.each(["pass", "fail", "inconclusive", "large", "hostile"] as const)("the %s example is asked and judged again as it was", async (name) => {
    const options = parseCheckOptions(targets, live);
    const run = runOf(exampleRuns[name](), "endpoint");
    const { options: after, text } = await again(run, options);
    const { tolerance, outputs, label, key, ...rest } = after;
    const { tolerance: _, outputs: __, label: ___, key: ____, maxUnmatched, ...before } = options;
    expect(rest).toMatchObject(JSON.parse(JSON.stringify(before)) as object);
    expect(maxUnmatched ?? 0.001).toBe(after.maxUnmatched);
    expect({ key, label }).toEqual({ key: run.inputs.key, label: run.inputs.label });
    expect(outputs).toEqual(run.outputs.map((each) => each.output).filter((each) => !each.includes(" >= ")));
    // The very bits that were measured are what is agreed from now on.
    const agreed = run.outputs.flatMap((each) => (each.tolerance === null ? [] : [{ output: each.output, mode: each.tolerance.mode, absolute: each.tolerance.absolute, relative: each.tolerance.relative }]));
    expect(tolerance.map((each) => ({ output: each.output, mode: each.tolerance.mode, absolute: each.tolerance.absolute, relative: each.tolerance.relative }))).toEqual(agreed);
    expect(text).toContain("      # measured:".slice(2));
    expect(text).toContain("Bearer env:STAGING_TOKEN");
  });

  test("two files of predictions are compared again, by the key and without inputs", async () => {
    const options = parseCheckOptions({ reference: "staging.csv", candidate: "production.csv" }, { key: "id" });
    const { options: after } = await again(runOf(exampleRuns.pass(), "file", { reference: "reference", candidate: "candidate" }), options);
    expect(after).toMatchObject({ inputs: null, reference: { name: "staging", target: "staging.csv" }, candidate: { name: "production", target: "production.csv" } });
  });

  test("a decision that was made from a score is a threshold, and no output", async () => {
    const base = exampleRuns.pass();
    const [score] = base.outputs.filter(({ role }) => role === "score");
    if (score === undefined) throw new Error("the example has a score");
    const run = { ...runOf(base, "endpoint"), outputs: [score, { ...score, output: `${score.output} >= 0.25`, role: "decision" as const, tolerance: null }] };
    const { options } = await again(run, parseCheckOptions(targets, { inputs: "rows.csv" }));
    expect(options).toMatchObject({ outputs: [score.output], threshold: 0.25 });
  });

  test("what is read beside the answers is read again", async () => {
    writeFileSync(join(cwd, "fingerprint.json"), "{}");
    const options = parseCheckOptions(targets, { inputs: "rows.csv", candidateSdk: "/inside", candidateMetrics: "http://h/metrics?token=env:TOKEN", referenceFingerprint: "fingerprint.json", candidateFingerprint: "pid:12", candidateReported: "http://h/told" });
    writeFileSync(join(cwd, "lockstep.yaml"), saveManifest(runOf(exampleRuns.pass(), "endpoint"), options, { folder: cwd, cwd }));
    const { agreement } = resolveAgreement(await loadManifest(join(cwd, "lockstep.yaml"), { cwd, env: {} }), { reference: "staging", candidate: "production" });
    expect(agreement.sources).toMatchObject({ staging: { fingerprint: "fingerprint.json", lockstep: null }, production: { fingerprint: "pid:12", lockstep: "/inside", metrics: "http://h/metrics?token=env:TOKEN", reported: "http://h/told" } });
  });

  test("two sides of one name get two names", async () => {
    const options = parseCheckOptions({ reference: "staging=http://a", candidate: "staging=http://b" }, { inputs: "rows.csv" });
    const { options: after } = await again(runOf(exampleRuns.pass(), "endpoint"), options);
    expect([after.reference.name, after.candidate.name, after.candidate.target]).toEqual(["staging-reference", "staging-candidate", "http://b"]);
  });

  test("no line that came from a run begins anything but its own comment", () => {
    const run = { ...runOf(exampleRuns.hostile(), "endpoint"), headline: "one\nversion: 2\r\nthree\u0007" };
    const text = saveManifest(run, parseCheckOptions(targets, live), { folder: cwd, cwd });
    expect(text.split("\n").filter((line) => line.startsWith("version:"))).toEqual(["version: 1"]);
  });
});

test("a manifest that is there stays as it is; a new one is written whole, with its schema", async () => {
  const notes: string[] = [];
  const io = { cwd, note: (line: string) => void notes.push(line) };
  const path = await refuseExisting(null, io);
  await writeManifest(runOf(exampleRuns.pass(), "endpoint"), parseCheckOptions(targets, live), path, io);
  const text = readFileSync(path, "utf8");
  expect(notes.join()).toContain("wrote lockstep.yaml");
  expect(JSON.parse(readFileSync(join(cwd, "lockstep/manifest.schema.json"), "utf8"))).toMatchObject({ title: "Lockstep manifest" });
  for (const named of [null, "lockstep.yaml"]) await expect(refuseExisting(named, io)).rejects.toMatchObject({ code: "LS118" });
  await expect(writeManifest(runOf(exampleRuns.pass(), "endpoint"), parseCheckOptions(targets, live), path, io)).rejects.toMatchObject({ code: "LS118" });
  expect(readFileSync(path, "utf8")).toBe(text);
  mkdirSync(join(cwd, "elsewhere"));
  expect(await refuseExisting("elsewhere/x.yaml", io)).toBe(join(cwd, "elsewhere/x.yaml"));
});
