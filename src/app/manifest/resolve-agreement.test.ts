import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Agreement } from "../../core/domain/agreement.ts";
import { parseCheckOptions } from "../check/parse-check-options.ts";
import { agreedFiles } from "./agreed-files.ts";
import { loadManifest } from "./load-manifest.ts";
import type { LoadedManifest } from "./loaded-manifest.ts";
import { pairsOf } from "./pairs-of.ts";
import { resolveAgreement } from "./resolve-agreement.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-agreement-"));
  for (const file of ["golden.csv", "model.bin", "shared/tls/ca.pem", "recorded.csv"]) write(file, "id,a\n1,2\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string): void => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const load = (text: string, cwd = folder): Promise<LoadedManifest> => {
  write("lockstep.yaml", `version: 1\n${text}`);
  return loadManifest(join(folder, "lockstep.yaml"), { cwd, env: {}, today: "2026-11-21" });
};

const whole = `
extends: shared/base.yaml
models:
  m:
    version: 7
    artifacts: [model.bin]
    golden: {file: golden.csv, key: id, label: y, exclude: [x, z], segments: [region]}
    outputs: [score, "a:b"]
    decision: {output: score, threshold: 0.5}
    seeds: {numpy: 1}
    tolerances: {default: {absolute: 1e-6}, outputs: {"a:b": {absolute: 0, relative: 1e-7, mode: both}}}
    maxOutside: 0.5%
    environments: {production: {model: m-live}}
environments:
  staging: {target: http://localhost:1, headers: {Authorization: Bearer env:TOKEN, X-File: "file:secret.txt"}, template: "@body.json", via: "kubectl forward {port}", modelVersion: "3"}
  production:
    target: https://h
    model: m
    maxRate: 2.5
    production: true
    overrides:
      - {name: slow roll-out, reason: half of the pods still run it, set: {version: 8, decision: {threshold: 0.6}, tolerances.default.absolute: 0.01}, allow: [package.version:numpy]}
  recorded: {target: recorded.csv, maxRate: 5}
asking: {timeout: 1.5s, repeats: 3, probes: false, seed: 0}
store: runs
`;

describe("resolveAgreement", () => {
  beforeEach(() => write("shared/base.yaml", 'version: 1\nenvironments: {production: {ca: tls/ca.pem}}\nmodels: {m: {budgets: {latency: {p99: 0.2s}, errorRate: 0.1%, memory: 512MB, cpuPerRequest: 20ms}, checks: {latency: warn}}}\n'));

  test("gives the flags as if typed, paths made to work from the current folder", async () => {
    write("work/here", "");
    const loaded = await load(whole, join(folder, "work"));
    const { flags, targets } = resolveAgreement(loaded, { reference: "staging", candidate: "production" });
    expect(targets).toEqual({ reference: "staging=http://localhost:1", candidate: "production=https://h" });
    expect(flags).toEqual({
      inputs: join(folder, "golden.csv"), key: "id", label: "y", exclude: "x,z", segment: ["region"], outputs: "score,a:b", threshold: "0.6", maxOutside: "0.5%",
      tolerance: ["abs=0.01", "a:b:abs=0,rel=1e-7,mode=both"], timeout: "1.5", repeats: "3", probes: false, seed: "0", store: join(folder, "runs"),
      referenceHeader: ["Authorization: Bearer env:TOKEN", `X-File: file:${join(folder, "secret.txt")}`], referenceTemplate: `@${join(folder, "body.json")}`, referenceVia: "kubectl forward {port}", referenceModelVersion: "3",
      candidateModel: "m-live", candidateMaxRate: "2.5", candidateCa: join(folder, "shared/tls/ca.pem"),
    });
    const options = parseCheckOptions(targets, { ...flags, maxOutside: "0.1" });
    expect(options).toMatchObject({ maxOutside: 0.1, threshold: 0.6, timeout: 1.5, outputs: ["score", "a:b"], candidate: { name: "production", model: "m-live", maxRate: 2.5 } });
    expect(options.tolerance).toMatchObject([{ output: null, tolerance: { absolute: 0.01 } }, { output: "a:b", tolerance: { mode: "both", relative: 1e-7 } }]);
  });

  test("gives the agreement in plain units, with overrides and what holds on each side", async () => {
    const { agreement } = resolveAgreement(await load(whole), { model: "m", reference: "staging", candidate: "production" });
    expect(Agreement.parse(agreement)).toEqual(agreement);
    expect(agreement).toMatchObject({
      model: "m", modelVersion: "7", decision: { output: "score", threshold: 0.5 }, modes: { latency: "warn" }, baselines: "lockstep/baselines",
      budgets: { latencyMs: { "0.99": 200 }, errorRate: 0.001, memoryBytes: 512e6, gpuMemoryBytes: null, cpuMsPerRequest: 20 },
      overrides: [{ environment: "production", name: "slow roll-out", reason: "half of the pods still run it", sets: ["version = 8", 'decision = {"threshold":0.6}', "tolerances.default.absolute = 0.01"], allow: ["package.version:numpy"], until: null }],
      perEnvironment: { staging: { modelVersion: "7", decision: { threshold: 0.5 } }, production: { modelVersion: "8", decision: { output: "score", threshold: 0.6 } } },
      sources: { production: { production: true }, staging: { production: null } },
      policy: { equal: ["model", "preprocessing", "schema", "decision"], signOff: { validForMs: 30 * 864e5, selfSigned: false } },
    });
    expect(agreement.manifests.map(({ path }) => path)).toEqual(["lockstep.yaml", "shared/base.yaml"]);
  });

  test("a file is read, and gets no flags of asking; a value of one environment stays out of other pairs", async () => {
    const { flags, targets, agreement } = resolveAgreement(await load(whole), { reference: "staging", candidate: "recorded" });
    expect(targets.candidate).toBe("recorded=recorded.csv");
    expect(Object.keys(flags).filter((key) => key.startsWith("candidate"))).toEqual([]);
    expect(flags).toMatchObject({ threshold: "0.5", tolerance: ["abs=0.000001", "a:b:abs=0,rel=1e-7,mode=both"] });
    expect(agreement.overrides).toEqual([]);
  });

  test("one environment for both sides, as a baseline stands for it, has its overrides once", async () => {
    const { agreement } = resolveAgreement(await load(whole), { reference: "production", candidate: "production" });
    expect(agreement.overrides).toHaveLength(1);
    expect(Object.keys(agreement.sources)).toEqual(["production"]);
  });

  test("a command runs in the manifest's folder, wherever the check is started", async () => {
    const text = "models: {m: {}}\nenvironments: {a: {target: 'cmd:python serve.py'}, b: {target: http://b}}\n";
    expect(resolveAgreement(await load(text), { reference: "a", candidate: "b" }).targets.reference).toBe("a=cmd:python serve.py");
    expect(resolveAgreement(await load(text, tmpdir()), { reference: "a", candidate: "b" }).targets.reference).toBe(`a=cmd:cd '${folder}' && (python serve.py)`);
  });

  test("names that are not there are told with the nearest one", async () => {
    const loaded = await load(whole);
    expect(() => resolveAgreement(loaded, { reference: "stagin", candidate: "production" })).toThrow(expect.objectContaining({ code: "LS114", todo: "Did you mean staging?" }));
    expect(() => resolveAgreement(loaded, { model: "n", reference: "staging", candidate: "production" })).toThrow(expect.objectContaining({ code: "LS114" }));
  });

  test("the files that were agreed upon are named by group", async () => {
    expect(agreedFiles(await load(whole))).toEqual([{ group: "model", paths: [join(folder, "model.bin")] }, { group: "golden", paths: [join(folder, "golden.csv")] }]);
  });
});

describe("training", () => {
  const text = "models: {m: {training: trained, compare: [{reference: training, candidate: live}]}}\nenvironments: {live: {target: http://h}}\n";

  test("is an environment of which only the fingerprint is compared", async () => {
    write("trained/lockstep-training/fingerprint.json", "{}");
    const loaded = await load(text);
    const [pair] = pairsOf(loaded);
    const { fingerprintOnly, targets, agreement } = resolveAgreement(loaded, pair ?? { reference: "", candidate: "" });
    expect({ fingerprintOnly, targets, source: agreement.sources["training"]?.fingerprint }).toEqual({ fingerprintOnly: ["training"], targets: { reference: "training=trained", candidate: "live=http://h" }, source: "trained/lockstep-training/fingerprint.json" });
  });

  test("is compared by its recorded predictions where there are some", async () => {
    write("trained/predictions.csv", "id,score\n1,1\n");
    const { fingerprintOnly, targets } = resolveAgreement(await load(text), { reference: "training", candidate: "live" });
    expect({ fingerprintOnly, reference: targets.reference }).toEqual({ fingerprintOnly: [], reference: "training=trained/predictions.csv" });
  });
});

describe("pairsOf", () => {
  const environments = "environments: {a: {target: http://a}, b: {target: http://b}, c: {target: http://c}}\n";

  test("a model's own pairs go before the manifest's; one name picks, two names decide", async () => {
    const loaded = await load(`${environments}compare: [{reference: a, candidate: b}, {reference: a, candidate: c}]\nmodels: {m: {}, n: {compare: [{reference: b, candidate: c}]}}\n`);
    expect(pairsOf(loaded).map(({ model, reference, candidate }) => `${model} ${reference} ${candidate}`)).toEqual(["m a b", "m a c", "n b c"]);
    expect(pairsOf(loaded, { model: "m", names: ["c"] })).toEqual([{ model: "m", reference: "a", candidate: "c" }]);
    expect(pairsOf(loaded, { model: null, names: ["c", "a"] })).toEqual([{ model: "m", reference: "c", candidate: "a" }, { model: "n", reference: "c", candidate: "a" }]);
    expect(pairsOf(await load("models: {m: {}, n: {compare: []}}\nenvironments: {a: {target: http://a}, b: {target: http://b}}\n")).map(({ model }) => model)).toEqual(["m"]);
    expect(() => pairsOf(loaded, { model: "n", names: ["a"] })).toThrow(expect.objectContaining({ code: "LS113" }));
  });

  test("a pair with training is one of the models that have it", async () => {
    write("trained/x", "");
    const loaded = await load(`${environments}compare: [{reference: training, candidate: a}, {reference: a, candidate: b}]\nmodels: {m: {}, n: {training: trained}}\n`);
    expect(pairsOf(loaded).map(({ model, reference, candidate }) => `${model} ${reference} ${candidate}`)).toEqual(["m a b", "n training a", "n a b"]);
  });

  test("two environments are a pair; of three nobody guesses which", async () => {
    expect(pairsOf(await load("models: {m: {}}\nenvironments: {b: {target: http://b}, a: {target: http://a}}\n"))).toEqual([{ model: "m", reference: "b", candidate: "a" }]);
    const three = await load(`models: {m: {}}\n${environments}`);
    expect(() => pairsOf(three)).toThrow(expect.objectContaining({ code: "LS113", todo: "Add compare: with one entry per pair: - {reference: a, candidate: b}" }));
    const none = await load(environments);
    expect(() => pairsOf(none)).toThrow(expect.objectContaining({ code: "LS113" }));
  });
});
