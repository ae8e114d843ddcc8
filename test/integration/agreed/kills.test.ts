import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { xoshiro128 } from "../../../src/core/random/xoshiro-128.ts";
import { startPipeline } from "../servers/pipeline-server.ts";
import type { RunningServer } from "../servers/start-server.ts";
import { openScene, type Scene } from "./scene.ts";

const kills = 15;
const cli = resolve("src/cli/main.ts");
const files = ["html", "json", "md", "xml", "sarif"].map((end) => `report.${end}`);
let scene: Scene;
let sound: RunningServer;
let faulty: RunningServer;

/** A pair that differs, so that its rows are traced, with fingerprints, cases, budgets and resources on the way. */
beforeAll(async () => {
  scene = openScene();
  const colours = ["blue", "green", "red"];
  scene.put("rows.csv", `id,age,income,colour\n${Array.from({ length: 60 }, (_, id) => `${id},${id % 9 === 0 ? "" : 20 + (id * 7) % 50},${1500 + (id * 37) % 3000},${colours[id % 3]}`).join("\n")}\n`);
  [sound, faulty] = [await startPipeline(), await startPipeline({ FAULT: "scale" })];
  scene.put("lockstep.yaml", `version: 1
models:
  score:
    golden: {file: rows.csv, key: id}
    tolerances: {default: {absolute: 1e-9}}
    budgets: {memory: 8GiB}
    preprocessing: {cases: [{name: plain, input: {age: 40, income: 3000, colour: blue}, expect: {stages: {impute: [40, 3000]}}}]}
environments:
  staging: {target: "${sound.url}"}
  testing: {target: "${faulty.url}"}
asking: {warmup: 0}
`);
});
afterAll(async () => {
  await Promise.all([sound.stop(), faulty.stop()]);
  scene.close();
});

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly ms: number;
}

/** Runs the check, killed without warning after so many milliseconds where a number is given; the kill falls into whatever step is then going on. */
const check = (killAfter: number | null = null): Promise<Ended> =>
  new Promise((done) => {
    const from = performance.now();
    const child = spawn(process.execPath, [cli, "check", ...files.flatMap((file) => ["-o", file])], { cwd: scene.folder, env: { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => { output += text; });
    const timer = killAfter === null ? null : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("close", (code) => {
      if (timer !== null) clearTimeout(timer);
      done({ code, output, ms: performance.now() - from });
    });
  });

const runs = async (): Promise<string[]> => (JSON.parse((await scene.lockstep("runs", "--json", "--limit", "100")).stdout) as { id: string }[]).map(({ id }) => id);

/** A report is there wholly, of some stored run, or not at all. */
const expectWholeReports = (ids: readonly string[]): void => {
  for (const file of files) {
    const path = join(scene.folder, file);
    if (!existsSync(path)) continue;
    const text = readFileSync(path, "utf8");
    expect([file, ids.some((id) => text.includes(id)) || !["report.html", "report.json"].includes(file)]).toEqual([file, true]);
    const whole = file.endsWith("json") || file.endsWith("sarif") ? Boolean(JSON.parse(text)) : text.trimEnd().endsWith(file.endsWith("html") ? "</html>" : file.endsWith("xml") ? "</testsuites>" : text.trimEnd().slice(-1));
    expect([file, whole]).toEqual([file, true]);
  }
};

test(`killed at ${kills} random points of an agreed check, the store verifies, no report is half there, and the next check works`, { timeout: 600_000 }, async () => {
  const whole = await check();
  expect([whole.code, whole.output]).toEqual([1, expect.stringContaining("the sides part in the stage scale")]);
  const random = xoshiro128(15);
  let killed = 0;
  let stored = 1;
  const at: number[] = [];
  while (killed < kills) {
    const after = random.unit() * whole.ms * 1.02;
    const { code, output } = await check(after);
    if (code === null) {
      killed += 1;
      at.push(Math.round(after));
    } else expect(code, output).toBe(1);
    const ids = await runs();
    expect([stored, stored + 1]).toContain(ids.length);
    stored = ids.length;
    expectWholeReports(ids);
    const ledger = await scene.lockstep("ledger", "verify");
    expect(ledger.code, ledger.stderr).toBe(0);
  }
  const failed = await scene.lockstep("check", "--failed");
  expect([failed.code, failed.stdout]).toEqual([1, expect.stringContaining("the sides part in the stage scale")]);
  const last = await check();
  expect([last.code, last.output]).toEqual([1, expect.stringContaining("the sides part in the stage scale")]);
  expectWholeReports(await runs());
  expect(readdirSync(join(scene.folder, ".lockstep", "unfinished"))).toEqual([]);
  expect(readdirSync(join(scene.folder, ".lockstep", "unjudged"))).toEqual([]);
  expect(readdirSync(join(scene.folder, ".lockstep", "tmp")).length).toBeLessThanOrEqual(1);
  const [id = ""] = await runs();
  expect((await scene.run(id)).trace?.firstDivergent).toBe("scale");
  process.stdout.write(`${kills} kills at ${at.toSorted((a, b) => a - b).join(", ")} ms of ${Math.round(whole.ms)} ms; ${stored + 2} runs stored\n`);
});
