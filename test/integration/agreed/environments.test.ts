import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../../../src/core/domain/run.ts";
import { ensureEnvironment } from "../python/environments.ts";
import { startPipeline } from "../servers/pipeline-server.ts";
import type { RunningServer } from "../servers/start-server.ts";
import { runPython } from "../servers/trained-models.ts";
import { openScene, type Scene } from "./scene.ts";

const image = (letter: string): string => `sha256:${letter.repeat(64)}`;
const sha = (text: string): string => createHash("sha256").update(text).digest("hex");

let scene: Scene;
/** The same answers from another image, with another number of threads. */
let staging: RunningServer;
let production: RunningServer;
let prometheus: Server;
/** Bytes that the Prometheus page tells. */
let resident = 0;

interface Said {
  readonly model?: string;
  readonly staging?: string;
  readonly production?: string;
  readonly rest?: string;
}

const manifest = ({ model = "", staging: reference = "", production: candidate = "", rest = "" }: Said = {}): string => `version: 1
models:
  score:
    golden: {file: rows.csv, key: id}
    tolerances: {default: {absolute: 1e-9}}
    ${model}
environments:
  staging: {target: "${staging.url}", production: false${reference}}
  testing: {target: "${production.url}"${candidate}}
defaults: {checks: {latency: observe, segments: observe}}
asking: {probes: false, warmup: 0}
${rest}
`;

beforeAll(async () => {
  scene = openScene();
  const colours = ["blue", "green", "red"];
  scene.put("rows.csv", `id,age,income,colour\n${Array.from({ length: 60 }, (_, id) => `${id},${id % 9 === 0 ? "" : 20 + (id * 7) % 50},${1500 + (id * 37) % 3000},${colours[id % 3]}`).join("\n")}\n`);
  staging = await startPipeline({ LOCKSTEP_IMAGE_DIGEST: image("a"), OMP_NUM_THREADS: "2" });
  production = await startPipeline({ LOCKSTEP_IMAGE_DIGEST: image("b"), OMP_NUM_THREADS: "1" });
  prometheus = createServer((_, response) => void response.end(`process_resident_memory_bytes ${resident}\nprocess_cpu_seconds_total 1\n`));
  await new Promise<void>((ready) => { prometheus.listen(0, "127.0.0.1", ready); });
});
afterAll(async () => {
  await Promise.all([staging.stop(), production.stop()]);
  prometheus.close();
  scene.close();
});

const check = async (said: Said, ...args: string[]): Promise<{ readonly code: number | null; readonly stderr: string; readonly stdout: string; readonly run: Run }> => {
  scene.put("lockstep.yaml", manifest(said));
  const { code, stderr, stdout } = await scene.lockstep("check", ...(args.length > 0 ? args : ["--json"]));
  if (stdout === "") throw new Error(stderr);
  return { code, stderr, stdout, run: args.length > 0 ? await scene.run() : (JSON.parse(stdout) as Run) };
};
const open = (run: Run): string[] => run.findings.filter(({ verdict, mode }) => verdict !== "pass" && mode !== "observe").map(({ id }) => id);

test("a verdict written with --save is a manifest that gives the same verdict about the same pair, by tolerances that are agreed", async () => {
  const { code, stderr } = await scene.lockstep("check", `staging=${staging.url}`, `testing=${production.url}`, "--inputs", "rows.csv", "--key", "id", "--save", "first.yaml", "--no-probes");
  expect([code, stderr]).toEqual([0, expect.stringContaining("wrote first.yaml")]);
  const first = await scene.run();
  expect(first.outputs.map(({ output }) => output)).toEqual(["score", "score >= 0.5"]);
  expect(first.outputs[0]?.tolerance?.origin).toBe("derived");
  const again = await scene.lockstep("check", "--manifest", "first.yaml", "--json");
  expect([again.code, again.stderr]).toEqual([0, expect.any(String)]);
  const second = JSON.parse(again.stdout) as Run;
  // How fast two servers are on a busy machine is no part of what was saved.
  const verdicts = ({ findings }: Run) => findings.filter(({ check: name }) => name !== "parity.latency" && !name.startsWith("environment")).map(({ id, verdict }) => [id, verdict]);
  expect(verdicts(second)).toEqual(verdicts(first));
  expect(verdicts(first).every(([, verdict]) => verdict === "pass")).toBe(true);
  expect(second).toMatchObject({ environments: { reference: { name: "staging", address: first.environments.reference.address }, candidate: { name: "testing", address: first.environments.candidate.address } }, inputs: { digest: first.inputs.digest, key: "id" } });
  const judged = ({ outputs }: Run) => outputs.map(({ output, role, tolerance, outside }) => [output, role, tolerance === null ? null : [tolerance.absolute, tolerance.relative, tolerance.mode], outside]);
  expect(judged(second)).toEqual(judged(first));
  expect(second.outputs.flatMap(({ tolerance }) => tolerance?.origin ?? [])).toEqual(["agreed"]);
  expect(second.options["threshold"]).toBe(0.5);
  expect(await scene.lockstep("check", `staging=${staging.url}`, `testing=${production.url}`, "--save", "first.yaml")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS118") });
});

describe("an override", () => {
  const override = (more: string): Said => ({ production: `, overrides: [{name: other-image, reason: "moved to the hardened registry", allow: [image.digest]${more}}]`, rest: "policy: {equal: [image.digest]}" });

  test("makes its difference intended, and stands in every report with its reason", async () => {
    const files = ["html", "json", "md", "xml", "sarif", "txt"].map((end) => `report.${end}`);
    const { code, stdout, run } = await check(override(', until: "2999-01-01"'), ...files.flatMap((file) => ["-o", file]));
    expect([code, open(run)]).toEqual([0, []]);
    expect(run.differences.find(({ id }) => id === "image.digest")?.override).toBe("other-image");
    for (const text of [stdout.replaceAll(/\s+/g, " "), ...files.map((file) => readFileSync(join(scene.folder, file), "utf8").replaceAll(/\s+/g, " "))]) {
      expect(text).toContain("other-image");
      expect(text).toContain("moved to the hardened registry");
    }
  });

  test("that has run out is an error, before anybody is asked", async () => {
    scene.put("lockstep.yaml", manifest(override(", until: 2020-01-31")));
    expect(await scene.lockstep("check")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/other-image[\s\S]*2020-01-31/) });
  });
});

describe("what policy wants equal", () => {
  const equal: Said = { rest: "policy: {equal: [image.digest]}" };

  test("fails where it differs though every answer is the same, and passes nobody who cannot be read", async () => {
    const { code, run } = await check(equal);
    expect([code, run.verdict, open(run)]).toEqual([1, "fail", ["environment.equal/image.digest"]]);
    expect(run.outputs.every(({ outside }) => outside === 0)).toBe(true);
    const blind = await check({ rest: "policy: {equal: [data.digest]}" });
    expect([blind.code, blind.run.verdict]).toEqual([3, "inconclusive"]);
  });

  test("decides as its mode says, and the mode changes nothing else", async () => {
    const of = (mode: string): Said => ({ ...equal, model: `checks: {environment: ${mode}, latency: observe, segments: observe}` });
    const [enforced, warned, observed] = [await check(of("enforce")), await check(of("warn")), await check(of("observe"))];
    expect([enforced, warned, observed].map(({ code, run }) => [code, run.verdict])).toEqual([[1, "fail"], [0, "warn"], [0, "pass"]]);
    const without = ({ findings }: Run) => findings.filter(({ check: name }) => !name.startsWith("parity.latency")).map(({ id, verdict, severity }) => [id, verdict, severity]);
    expect(without(warned.run)).toEqual(without(enforced.run));
    expect(without(observed.run)).toEqual(without(enforced.run));
    const mode = ({ findings }: Run) => findings.find(({ id }) => id === "environment.equal/image.digest")?.mode;
    expect([mode(enforced.run), mode(warned.run), mode(observed.run)]).toEqual(["enforce", "warn", "observe"]);
  });
});

describe("a budget", () => {
  const judged = async (budgets: string, candidate = ""): Promise<{ readonly code: number | null; readonly of: Record<string, string> }> => {
    const { code, run } = await check({ model: `budgets: ${budgets}`, production: candidate });
    return { code, of: Object.fromEntries(run.budgets.map(({ environment, budget, verdict }) => [`${environment} ${budget}`, verdict])) };
  };

  test("passes, fails, and is inconclusive where it was not measured or the requests are too few", async () => {
    expect(await judged("{memory: 8GiB, errorRate: 20%}")).toEqual({ code: 0, of: { "staging memory": "pass", "testing memory": "pass", "staging error rate": "pass", "testing error rate": "pass" } });
    expect(await judged("{memory: 1MiB}")).toEqual({ code: 1, of: { "staging memory": "fail", "testing memory": "fail" } });
    expect(await judged("{latency: {p99: 10m}}")).toEqual({ code: 3, of: { "staging latency p99": "inconclusive", "testing latency p99": "inconclusive" } });
    expect(await judged("{gpuMemory: 1GiB}")).toMatchObject({ code: 3, of: { "staging GPU memory": "inconclusive" } });
    expect(await judged("{latency: {p50: 1ms}, memory: 8GiB}")).toMatchObject({ code: 1, of: { "testing latency p50": "fail", "testing memory": "pass" } });
  });

  test("is held against the process itself by the SDK, and against a Prometheus page where one is named", async () => {
    const page = `, metrics: "http://127.0.0.1:${(prometheus.address() as AddressInfo).port}/metrics"`;
    resident = 3 * 2 ** 30;
    expect((await judged("{memory: 2GiB}", page)).of).toEqual({ "staging memory": "pass", "testing memory": "fail" });
    const { resources } = await scene.run();
    expect(resources.find(({ environment }) => environment === "testing")).toMatchObject({ peakMemoryBytes: resident, source: expect.stringContaining("process_resident_memory_bytes") });
    expect(resources.find(({ environment }) => environment === "staging")?.peakMemoryBytes).toBeGreaterThan(20 * 2 ** 20);
  });
});

describe("what was agreed about the model itself", () => {
  /** The fingerprint of a server with some fields as they would be elsewhere. */
  const changed = async (fields: Record<string, string | number>): Promise<string> => {
    const taken = (await (await fetch(production.url.replace("predict", "lockstep/fingerprint"))).json()) as { fields: Record<string, unknown> };
    for (const [id, value] of Object.entries(fields)) taken.fields[id] = { value, scope: "process", how: "test" };
    scene.put("fingerprint.json", JSON.stringify(taken));
    return ", fingerprint: fingerprint.json";
  };

  test("its threshold, image and bytes are held against each fingerprint, by itself", async () => {
    scene.put("model/model.bin", "weights");
    const model = `decision: {threshold: 0.5}\n    image: registry/score@${image("b")}\n    artifacts: [model/model.bin]`;
    const right = { "decision.value:threshold": 0.5, "model.file:model.bin": `sha256:${sha("weights")} 7` };
    const allow = `, overrides: [{name: old-image, reason: not yet moved, allow: [image.digest]}]`;
    const policy = "policy: {equal: []}";
    const sound = await check({ model, staging: allow, production: await changed(right), rest: policy });
    expect([sound.code, open(sound.run)]).toEqual([0, []]);
    for (const [id, value] of [["decision.value:threshold", 0.4], ["image.digest", image("c")], ["model.file:model.bin", `sha256:${sha("weightz")} 7`]] as const) {
      const { code, run } = await check({ model, staging: allow, production: await changed({ ...right, [id]: value }), rest: policy });
      expect([code, open(run)]).toEqual([1, [`environment.agreed/testing/${id}`]]);
    }
    const reference = await check({ model, production: await changed(right), rest: policy });
    expect([reference.code, open(reference.run)]).toEqual([1, ["environment.agreed/staging/image.digest"]]);
  });
});

describe("training", () => {
  test("is compared by what capture_training wrote in a real process, and nobody is asked", async () => {
    const { python } = await ensureEnvironment("sklearn-1.4.2");
    mkdirSync(join(scene.folder, "trained"));
    scene.put("trained/model.bin", "weights");
    const sdk = fileURLToPath(new URL("../../../python/src", import.meta.url));
    await runPython(python, ["-c", `import sys; sys.path.insert(0, ${JSON.stringify(sdk)})\nimport numpy, lockstep\nlockstep.fence(seed=7)\nlockstep.capture_training(${JSON.stringify(join(scene.folder, "trained"))}, data={"rows": ${JSON.stringify(join(scene.folder, "rows.csv"))}}, image=${JSON.stringify(image("a"))})`]);
    const said: Said = { model: "training: trained", rest: "policy: {equal: [image.digest, python.version]}" };
    const [same, other] = [await check(said, "training", "staging"), await check(said, "training", "testing")];
    expect(same.run).toMatchObject({ outputs: [], coverage: { pairs: 0 }, environments: { reference: { name: "training" } } });
    expect(same.run.fingerprints.map(({ environment }) => environment)).toEqual(["training", "staging"]);
    expect(same.run.findings.find(({ id }) => id === "environment.equal/all")?.verdict).toBe("pass");
    expect([same.code, other.code]).toEqual([0, 1]);
    expect(open(other.run)).toContain("environment.equal/image.digest");
  });
});
