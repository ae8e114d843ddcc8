import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { xoshiro128 } from "../../../src/core/random/xoshiro-128.ts";
import type { Scene } from "../agreed/scene.ts";
import { loansOf, loansScene, manifestOf, precision, putLabelled, resultOf } from "../validate/loans.ts";

const kills = 20;
const scenes: Scene[] = [];
afterAll(() => { for (const scene of scenes) scene.close(); });

const asOf = ["--backfill", "--as-of", "2026-08-25"];

const sceneOfLoans = (): Scene => {
  const scene = loansScene({ rowsADay: 40 });
  scenes.push(scene);
  putLabelled(scene, "logs", loansOf({ from: "2026-06-01", days: 84, seed: 11, rowsADay: 40, departs: { day: 42, by: -0.35 } }));
  scene.put("lockstep.yaml", manifestOf(precision()));
  return scene;
};

/** One look in a process of its own, killed without warning after so many milliseconds; when null, left alone. */
const look = (scene: Scene, killAfter: number | null): Promise<{ readonly code: number | null; readonly output: string; readonly ms: number }> =>
  new Promise((done) => {
    const from = performance.now();
    const child = spawn(process.execPath, [resolve("src/cli/main.ts"), "validate", ...asOf], { cwd: scene.folder });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => { output += chunk.toString(); });
    const timer = killAfter === null ? null : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("close", (code) => {
      if (timer !== null) clearTimeout(timer);
      done({ code, output, ms: performance.now() - from });
    });
  });

test(`a look killed at ${kills} random points, and then left alone, is the look that nobody disturbed; the ledger verifies`, { timeout: 600_000 }, async () => {
  const quiet = sceneOfLoans();
  const undisturbed = await look(quiet, null);
  expect(undisturbed.code, undisturbed.output).toBe(1);
  const wanted = await quiet.run();

  const disturbed = sceneOfLoans();
  const random = xoshiro128(11);
  let [killed, tried, whole] = [0, 0, undisturbed.ms];
  for (; killed < kills && tried < 3 * kills; tried += 1) {
    // What was counted before a kill is not counted again: each second look begins with nothing.
    if (tried % 2 === 0) forget(disturbed);
    const { code, ms } = await look(disturbed, 150 + random.unit() * (whole - 150));
    if (code === null) killed += 1;
    else if (tried % 2 === 0) whole = ms;
  }
  expect(killed, `of ${tried}`).toBe(kills);
  expect((await look(disturbed, null)).code).toBe(1);
  const run = await disturbed.run();
  const [own, other] = [resultOf(run, "precision"), resultOf(wanted, "precision")];
  // When it was registered, and what an earlier look said, is of each store; all else is the same.
  const judged = ({ registeredAt: _at, restated: _restated, concurrent: _concurrent, ...same }: typeof own): unknown => same;
  expect(judged(own)).toEqual(judged(other));
  expect(run.findings).toEqual(wanted.findings);
  expect(run.validation?.sources.map(({ counted: _counted, coverage: _coverage, ...same }) => same)).toEqual(wanted.validation?.sources.map(({ counted: _counted, coverage: _coverage, ...same }) => same));
  expect((await disturbed.lockstep("ledger", "verify")).code).toBe(0);
  expect(JSON.parse((await disturbed.lockstep("hypothesis", "log", "--json")).stdout)).toMatchObject({ hypotheses: [{ version: 1 }] });
});

/** Takes away what was counted, and keeps the ledger. */
const forget = (scene: Scene): void => {
  for (const name of ["series", "offline", "series.db", "series.db-wal", "series.db-shm", "profiles.db", "profiles.db-wal", "profiles.db-shm"]) rmSync(join(scene.folder, ".lockstep", name), { recursive: true, force: true });
};
