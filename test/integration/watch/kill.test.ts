import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { createSqliteScheduleStore } from "../../../src/adapters/stores/sqlite/create-sqlite-schedule-store.ts";
import { loadIncidents } from "../../../src/app/incident/load-incidents.ts";
import { enteredFingerprints } from "../../../src/app/watch/entered-fingerprints.ts";
import { jobRunId } from "../../../src/app/watch/job-run-id.ts";
import { xoshiro128 } from "../../../src/core/random/xoshiro-128.ts";

const kills = 100;
/** The longest that a process is left alive, ms, on a machine that has other work. */
const longest = 2_500;
const minute = 60_000;
const checkJob = "check credit staging production";
const printJob = "fingerprint production";
const cli = resolve("src/cli/main.ts");
const folder = mkdtempSync(join(tmpdir(), "lockstep-watch-kill-"));
const store = join(folder, ".lockstep");
const random = xoshiro128(100);

/** What production is at the moment: whether it answers as staging does, and which of two identities it has. */
const setProduction = (same: boolean, version: string): void => {
  const rows = Array.from({ length: 60 }, (_, row) => `${row},${same ? ((row * 37) % 100) / 100 : 0.5}`);
  writeFileSync(join(folder, "production.csv"), `id,score\n${rows.join("\n")}\n`);
  const field = { value: version, scope: "process", how: "read" };
  writeFileSync(join(folder, "fp.json"), JSON.stringify({ lockstep: "fingerprint", schemaVersion: 1, probe: "test 1", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: 7, fields: { "package.version:numpy": field }, unread: {} }));
};

beforeAll(() => {
  setProduction(true, "1.0");
  writeFileSync(join(folder, "staging.csv"), `id,score\n${Array.from({ length: 60 }, (_, row) => `${row},${((row * 37) % 100) / 100}`).join("\n")}\n`);
  writeFileSync(join(folder, "lockstep.yaml"), `version: 1
models:
  credit: {golden: {key: id}}
environments:
  staging: {target: staging.csv}
  production: {target: production.csv, fingerprint: fp.json}
watch: {check: "* * * * *", fingerprint: "* * * * *", catchUp: all, closeAfter: 2, escalate: [{after: 1m, to: on call}]}
`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command line; killed without warning after so many milliseconds, when a number is given. */
const lockstep = (args: readonly string[], killAfter: number | null = null): Promise<{ readonly code: number | null; readonly output: string; readonly ms: number }> =>
  new Promise((done) => {
    const from = performance.now();
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => { output += chunk.toString(); });
    const timer = killAfter === null ? null : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("close", (code) => {
      if (timer !== null) clearTimeout(timer);
      done({ code, output, ms: performance.now() - from });
    });
  });

const plan = (due: number): void => {
  const schedule = createSqliteScheduleStore(store);
  for (const job of [checkJob, printJob]) schedule.plan(job, due);
  schedule.close();
};

test(`killed at ${kills} random points: every due time has exactly one run, the ledger verifies, no claim is left`, { timeout: 900_000 }, async () => {
  const first = Math.floor(Date.now() / minute) * minute - 2 * minute;
  plan(first);
  const whole = await lockstep(["watch", "--once"]);
  expect([whole.code, whole.output]).toEqual([0, expect.stringContaining("PASS")]);
  // From here on there is always more due than a process that is killed can do: minutes that lie before the first are as good as any.
  rmSync(store, { recursive: true });
  const begin = first - 600 * minute;
  plan(begin);
  let between = 0;
  for (let killed = 0; killed < kills; killed += 1) {
    setProduction(random.unit() < 0.6, random.unit() < 0.7 ? "1.0" : "2.0");
    const ended = await lockstep(["watch", "--once"], 150 + random.unit() * Math.min(whole.ms, longest));
    expect(ended.code, ended.output).toBeNull();
    if (isSavedButDue()) between += 1;
  }
  setProduction(true, "1.0");
  const end = Math.max(...states().map(({ doneAt }) => doneAt ?? begin)) + 5 * minute;
  await untilDone(end);

  const ledger = await lockstep(["ledger", "verify"]);
  expect(ledger.code, ledger.output).toBe(0);
  const runs = createSqliteRunStore(store);
  const [checked, printed] = [checkJob, printJob].map((name) => states().find(({ job }) => job === name));
  // Exactly one run for every minute up to the last that is done, and none besides.
  const due = Array.from({ length: ((checked?.doneAt ?? 0) - begin) / minute + 1 }, (_, index) => jobRunId(checkJob, begin + index * minute));
  expect(runs.list(10_000, 0).map(({ id }) => id).toSorted()).toEqual(due.toSorted());
  expect(due.length).toBeGreaterThan(20);
  expect((printed?.nextAt ?? 0) - (printed?.doneAt ?? 0)).toBe(minute);
  const prints = enteredFingerprints(runs, "production");
  expect(prints.map(({ before }) => before)).toEqual([null, ...prints.slice(0, -1).map(({ subject }) => subject)]);
  const incidents = loadIncidents(runs);
  runs.close();
  for (const { events } of incidents) {
    const looks = events.flatMap((event) => (event.kind === "observed" ? [event.run] : []));
    expect(new Set(looks).size).toBe(looks.length);
    const times = events.flatMap((event) => ("run" in event ? [Date.parse(event.at)] : []));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
  const open = incidents.filter(({ status }) => status !== "closed").map(({ subject }) => subject);
  expect(new Set(open).size).toBe(open.length);
  expect(incidents.some(({ kind }) => kind === "departure") && incidents.some(({ kind }) => kind === "review")).toBe(true);
  const schedule = createSqliteScheduleStore(store);
  expect([checkJob, printJob].map((job) => schedule.claim(job, Number.MAX_SAFE_INTEGER))).toEqual([true, true]);
  schedule.close();
  process.stdout.write(`${kills} kills, ${due.length} due times, ${incidents.length} incidents, ${prints.length} identities; ${between} kills came after a run was saved and before it was written down as done\n`);
});

const states = () => {
  const schedule = createSqliteScheduleStore(store);
  const all = schedule.list();
  schedule.close();
  return all;
};

/** The moment that counts: what was saved for the time that is still due must not be made again. */
const isSavedButDue = (): boolean => {
  const due = states().find(({ job }) => job === checkJob)?.nextAt ?? 0;
  const runs = createSqliteRunStore(store);
  const saved = runs.get(jobRunId(checkJob, due)) !== null;
  runs.close();
  return saved;
};

/** Lets it work until all is done up to `end`, and stops it gracefully. */
const untilDone = (end: number): Promise<void> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [cli, "watch"], { cwd: folder });
    let output = "";
    let stopped = false;
    child.stderr.on("data", (chunk: Buffer) => { output += chunk.toString(); });
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (stopped || !states().every(({ doneAt }) => (doneAt ?? 0) >= end)) return;
      stopped = true;
      child.kill("SIGTERM");
    });
    child.on("close", (code) => (code === 130 ? done() : fail(new Error(`ended with ${code}: ${output.slice(-2000)}`))));
  });
