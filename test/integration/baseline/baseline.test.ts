import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBaseline, sealBaseline } from "../../../src/core/baseline/seal-baseline.ts";
import { latest, openScene, rows, type Scene } from "./scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const versions = (): string[] => readdirSync(join(scene.folder, "lockstep", "baselines", "risk")).sort();
const baselineFile = (version: number, name: string): string => join(scene.folder, "lockstep", "baselines", "risk", `v${version}`, name);

test("approved, shown, compared, reverted and proven, from first check to stand-in", async () => {
  const { lockstep, staging, production } = scene;
  expect(await lockstep("baseline", "show")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS220") });
  expect((await lockstep("check", "--quiet")).code).toBe(0);
  const first = await latest(scene);

  const approved = await lockstep("baseline", "approve", "latest", "--reason", "first release");
  expect(approved).toMatchObject({ code: 0, stdout: expect.stringMatching(/^risk v1 approved: the answers of staging .*\n {2}tolerances {3}score abs=/) });
  expect(await lockstep("baseline", "approve", first.id)).toMatchObject({ code: 0, stdout: expect.stringContaining("already") });
  expect(versions()).toEqual(["v1"]);
  const shown = JSON.parse((await lockstep("baseline", "show", "--json")).stdout) as { current: Record<string, unknown>; inLedger: boolean };
  expect(shown).toMatchObject({ inLedger: true, gone: [], current: { version: 1, reason: "first release", environment: "staging", side: "reference", key: "id", run: { id: first.id }, tolerances: { score: { origin: "agreed" } } } });
  expect(Object.keys(shown.current["latency"] as object)).toContain("0.5");

  // The candidate moved: its run fails, and becomes a baseline only on purpose.
  production.shift = 0.01;
  expect((await lockstep("check", "--quiet")).code).toBe(1);
  expect(await lockstep("baseline", "approve", "latest", "--side", "candidate")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS222") });
  expect(await lockstep("baseline", "approve", "latest", "--side", "candidate", "--accept-failing")).toMatchObject({ code: 2, stderr: expect.stringContaining("--reason") });
  expect(versions()).toEqual(["v1"]);
  expect((await lockstep("baseline", "approve", "latest", "--side", "candidate", "--accept-failing", "--reason", "new scale")).code).toBe(0);

  const diff = JSON.parse((await lockstep("baseline", "diff", "--json")).stdout) as { answers: unknown[]; changes: { what: string }[] };
  expect(diff).toMatchObject({ from: 1, to: 2, coverage: { pairs: rows }, answers: [{ output: "score", pairs: rows, differ: rows, outside: rows }] });
  expect(diff.changes).toContainEqual({ what: "environment", from: "staging", to: "canary" });

  expect(await lockstep("baseline", "revert", "v2", "--reason", "x")).toMatchObject({ code: 2, stderr: expect.stringContaining("LS222") });
  expect(await lockstep("baseline", "revert", "1", "--reason", "the new scale was wrong")).toMatchObject({ code: 0, stdout: expect.stringContaining("risk v3 is v1 again") });
  expect(readFileSync(baselineFile(3, "recording.parquet")).equals(readFileSync(baselineFile(1, "recording.parquet")))).toBe(true);
  expect((await lockstep("baseline", "diff", "1", "3", "--store", "no-store", "--json")).code).toBe(0);
  expect(existsSync(join(scene.folder, "no-store"))).toBe(false);
  expect((await lockstep("baseline", "diff", "1", "3")).stdout).toMatch(/the same agreement[^]*all 60 are the same/);
  const ledger = await lockstep("ledger", "--kind", "baseline");
  expect(ledger.stdout.match(/ {2}baseline .*/g)).toEqual(["  baseline risk/v3 takes v1 up again: the new scale was wrong", expect.stringContaining("risk/v2 approved"), expect.stringContaining(`risk/v1 approved from run ${first.id}: first release`)]);

  // The reference is gone: its baseline stands in, with its tolerances, and says so.
  production.shift = 0;
  await staging.down();
  const standIn = await lockstep("check", "--quiet");
  expect(standIn).toMatchObject({ code: 0, stdout: expect.stringContaining("PASS") });
  const run = await latest(scene);
  expect(run).toMatchObject({ baseline: { model: "risk", version: 3, standsFor: "staging" }, coverage: { pairs: rows } });
  expect(await lockstep("baseline", "approve", "latest")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS222.*stood in/) });
  expect((await lockstep("baseline", "approve", "latest", "--side", "candidate")).code).toBe(0);
  expect((await lockstep("ledger", "verify")).code).toBe(0);
});

test("a baseline that was tampered with is LS221, wherever the change is", async () => {
  const { lockstep, folder } = scene;
  const copy = join(folder, "copy");
  const shown = async (change: (risk: string) => void): Promise<string> => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(folder, "lockstep", "baselines"), copy, { recursive: true });
    change(join(copy, "risk"));
    const { code, stderr } = await lockstep("baseline", "show", "--folder", "copy");
    return `${code} ${stderr}`;
  };
  const edit = (file: string, from: string, to: string): void => {
    const text = readFileSync(file, "utf8");
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
  };
  expect(await shown(() => {})).toBe("0 ");
  expect(await shown((risk) => edit(join(risk, "v4", "baseline.json"), '"maxOutside": 0.001', '"maxOutside": 0.9'))).toMatch(/^1 .*LS221.*was changed after it was approved/);
  expect(await shown((risk) => edit(join(risk, "v1", "baseline.json"), '"reason": "first release"', '"reason": "fine"'))).toMatch(/^1 .*LS221.*v1/);
  expect(await shown((risk) => writeFileSync(join(risk, "v4", "recording.parquet"), "PAR1"))).toMatch(/^1 .*LS221.*recording has the digest/);
  expect(await shown((risk) => rmSync(join(risk, "v4", "recording.parquet")))).toMatch(/^1 .*LS221.*cannot be read/);
  expect(await shown((risk) => cpSync(join(risk, "v1"), join(risk, "v9"), { recursive: true }))).toMatch(/^1 .*LS221.*what lies there is v1/);
  // A seal can be made anew; then the ledger contradicts.
  const reseal = (file: string): void => {
    const opened = openBaseline(readFileSync(file, "utf8"));
    if ("flaw" in opened) throw new Error(opened.flaw);
    writeFileSync(file, sealBaseline({ ...opened.baseline, maxOutside: 0.9 }));
  };
  expect(await shown((risk) => reseal(join(risk, "v2", "baseline.json")))).toMatch(/^1 .*LS221.*v2 of risk is not what this store's ledger holds/);
  rmSync(copy, { recursive: true, force: true });
});

test("a recording that changed or went away since its run is never approved", async () => {
  const { lockstep, folder } = scene;
  const { id } = await latest(scene);
  const recording = join(folder, ".lockstep", "recordings", id, "candidate.parquet");
  const bytes = readFileSync(recording);
  rmSync(baselineFile(4, "baseline.json"));
  rmSync(join(folder, "lockstep", "baselines", "risk", "v4"), { recursive: true });
  writeFileSync(recording, Buffer.concat([bytes, Buffer.from([0])]));
  expect(await lockstep("baseline", "approve", id, "--side", "candidate")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS222.*was changed/) });
  rmSync(recording);
  expect(await lockstep("baseline", "approve", id, "--side", "candidate")).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS222.*no longer there/) });
  expect(versions()).toEqual(["v1", "v2", "v3"]);
  expect((await lockstep("baseline", "show")).stdout).toContain("the ledger also knows v4");
  writeFileSync(recording, bytes);
  // A number that the ledger knows is not given away again.
  expect((await lockstep("baseline", "approve", id, "--side", "candidate")).stdout).toContain("risk v5 approved");
  expect(existsSync(baselineFile(5, "recording.parquet"))).toBe(true);
});
