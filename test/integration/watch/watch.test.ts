import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { createSqliteScheduleStore } from "../../../src/adapters/stores/sqlite/create-sqlite-schedule-store.ts";
import { jobRunId } from "../../../src/app/watch/job-run-id.ts";
import { openScene, type Scene } from "../agreed/scene.ts";
import { loansOf, loansScene, manifestOf, precision, putLabelled } from "../validate/loans.ts";

const minute = 60_000;
const check = "check credit staging production";
const print = "fingerprint canary";

let scene: Scene;
afterEach(() => { scene.close(); });

const scores = (same: boolean): string => `id,score\n${Array.from({ length: 60 }, (_, row) => `${row},${same ? ((row * 37) % 100) / 100 : 0.5}`).join("\n")}\n`;
const fingerprint = (numpy: string): string => JSON.stringify({ lockstep: "fingerprint", schemaVersion: 1, probe: "test 1", takenAt: "2026-01-01T00:00:00Z", method: "in-process", pid: 7, fields: { "package.version:numpy": { value: numpy, scope: "process", how: "read" } }, unread: {} });

/** Two files that agree, checked every minute; more lines of `watch:` where they are given. */
const twoFiles = (watch: string): Scene => {
  const made = openScene();
  made.put("staging.csv", scores(true));
  made.put("production.csv", scores(true));
  made.put("fp.json", fingerprint("1.0"));
  made.put("canary.json", fingerprint("1.0"));
  made.put("lockstep.yaml", `version: 1\nmodels:\n  credit: {golden: {key: id}}\nenvironments:\n  staging: {target: staging.csv}\n  production: {target: production.csv, fingerprint: fp.json}\n  canary: {target: production.csv, fingerprint: canary.json}\ncompare: [{reference: staging, candidate: production}]\nwatch: {${watch}}\n`);
  return made;
};

/** Full minutes ago. */
const ago = (minutes: number): number => (Math.floor(Date.now() / minute) - minutes) * minute;

const withSchedule = <T>(work: (schedule: ReturnType<typeof createSqliteScheduleStore>) => T): T => {
  const schedule = createSqliteScheduleStore(join(scene.folder, ".lockstep"));
  try {
    return work(schedule);
  } finally {
    schedule.close();
  }
};
const runIds = (): string[] => {
  const store = createSqliteRunStore(join(scene.folder, ".lockstep"));
  const ids = store.list(1000, 0).map(({ id }) => id);
  store.close();
  return ids.toSorted();
};

describe("lockstep watch", () => {
  test("first plans, then does what is due once, and tells it in a line", async () => {
    scene = twoFiles('check: "0 0 1 1 *"');
    const first = await scene.lockstep("watch", "--once");
    expect([first.code, first.stdout]).toEqual([0, ""]);
    expect(first.stderr).toMatch(/check credit staging production: first due \d{4}-01-01 00:00Z/);
    const due = Date.parse("2026-01-01T00:00:00Z");
    withSchedule((schedule) => schedule.plan(check, due));
    const second = await scene.lockstep("watch", "--once");
    expect([second.code, second.stderr]).toEqual([0, ""]);
    expect(second.stdout).toMatch(new RegExp(String.raw`^2026-01-01 00:00Z  check credit staging production  PASS  .*\(run ${jobRunId(check, due)}\)\n$`));
    expect((await scene.lockstep("watch", "--once")).stdout).toBe("");
    expect(runIds()).toEqual([jobRunId(check, due)]);
  });

  test("two instances share what is due: each time is done once, by one of them", async () => {
    scene = twoFiles('check: "* * * * *", catchUp: all');
    const begin = ago(40);
    withSchedule((schedule) => schedule.plan(check, begin));
    const both = await Promise.all([scene.lockstep("watch", "--once"), scene.lockstep("watch", "--once")]);
    const lines = both.flatMap(({ stdout }) => stdout.split("\n").filter((line) => line !== ""));
    expect(new Set(lines.map((line) => line.slice(0, 17))).size).toBe(lines.length);
    // One of them may have found everything taken at its first look.
    for (const { code, stdout, stderr } of both) expect(stdout === "" && code !== 0 ? [code, stderr.includes("LS258")] : [code, true], stderr).toEqual(stdout === "" && code !== 0 ? [2, true] : [0, true]);
    const done = withSchedule((schedule) => schedule.state(check)?.doneAt ?? 0);
    expect(runIds()).toEqual(Array.from({ length: (done - begin) / minute + 1 }, (_, index) => jobRunId(check, begin + index * minute)).toSorted());
    expect(lines).toHaveLength((done - begin) / minute + 1);
  });

  test("stopped, it lets go of everything and says how: 130; the next one goes on", async () => {
    scene = twoFiles('check: "* * * * *", catchUp: all');
    const begin = ago(500);
    withSchedule((schedule) => schedule.plan(check, begin));
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const child = spawn(process.execPath, [join(import.meta.dirname, "../../../src/cli/main.ts"), "watch"], { cwd: scene.folder, stdio: ["ignore", "pipe", "pipe"] });
      child.stdout.once("data", () => child.kill(signal));
      expect(await new Promise((done) => { child.on("close", done); })).toBe(130);
    }
    const { doneAt, nextAt, taken } = withSchedule((schedule) => ({ doneAt: null, nextAt: 0, ...schedule.state(check), taken: schedule.claim(check, Number.MAX_SAFE_INTEGER) }));
    expect(taken).toBe(true);
    expect([nextAt - (doneAt ?? 0), runIds().includes(jobRunId(check, nextAt))]).toEqual([minute, false]);
    expect(runIds()).toHaveLength(((doneAt ?? 0) - begin) / minute + 1);
  });

  test("what fails is told and tried again later; the other jobs are done", async () => {
    scene = twoFiles('check: "* * * * *", fingerprint: "* * * * *"');
    withSchedule((schedule) => { for (const job of [check, print]) schedule.plan(job, ago(1)); });
    scene.put("canary.json", "{}");
    const { code, stdout, stderr } = await scene.lockstep("watch", "--once");
    expect(code).toBe(2);
    expect(stdout).toContain("PASS");
    expect(stderr).toMatch(/fingerprint canary {2}could not be done \(try 1\); it is tried again .*:\nerror LS321/);
    withSchedule((schedule) => expect(schedule.state(print)).toMatchObject({ doneAt: null, failures: 1, retryAt: expect.any(Number) }));
  });

  test.each([
    ["", "watch: {}", "LS113"],
    ["", 'watch: {check: "every day"}', "LS112"],
    ["", 'watch: {check: "0 6 * * *", timeZone: Mars/Base}', "LS250"],
    ["", 'watch: {validate: "0 6 * * *"}', "LS113"],
    ["", 'watch: {chek: "0 6 * * *"}', "LS11"],
    ["--jobs validat", 'watch: {check: "0 6 * * *"}', "LS102"],
    ["--jobs fingerprint", 'watch: {check: "0 6 * * *"}', "LS113"],
    ["--until 2026-12-31", 'watch: {check: "0 6 * * *"}', "LS102"],
    ["--once --until 2026-12-31T00:00Z", 'watch: {check: "0 6 * * *"}', "LS105"],
  ])("watch %s with %s is refused (%s)", async (flags, watch, code) => {
    scene = twoFiles("");
    scene.put("lockstep.yaml", `version: 1\nmodels:\n  credit: {golden: {key: id}}\nenvironments:\n  staging: {target: staging.csv}\n  production: {target: production.csv}\n${watch}\n`);
    const { code: exit, stderr } = await scene.lockstep("watch", ...(flags === "" ? ["--once"] : flags.split(" ")));
    expect([exit, stderr.includes(`error ${code}`)], stderr).toEqual([2, true]);
  });
});

test("production that leaves its corridor: looked at week by week, it opens one incident and says how one gets back", async () => {
  scene = loansScene();
  putLabelled(scene, "logs", loansOf({ from: "2026-06-01", days: 84, seed: 11, departs: { day: 49, by: -0.35 } }));
  // Due on each Monday of the summer, and then not before a year has passed.
  scene.put("lockstep.yaml", manifestOf(precision('\n        consequence: roll-back\n        since: "2026-06-01"', "0.05"), "{log: logs}", 'watch: {validate: "0 6 * 6-8 1", catchUp: all}\n'));
  const first = Date.parse("2026-07-06T06:00:00Z");
  withSchedule((schedule) => schedule.plan("validate loans", first));
  const { stdout, code } = await scene.lockstep("watch", "--once");
  const looks = stdout.split("\n").flatMap((line) => /^(\d{4}-\d{2}-\d{2}) 06:00Z {2}validate loans {2}([A-Z]+)/.exec(line)?.slice(1, 3).join(" ") ?? []);
  const mondays = Array.from({ length: 9 }, (_, week) => new Date(first + week * 7 * 24 * 60 * minute).toISOString().slice(0, 10));
  expect(looks.map((look) => look.slice(0, 10))).toEqual(mondays);
  // It departs on 20 July: before, nothing failed, and from soon after on everything does.
  const failed = looks.map((look) => look.endsWith("FAIL"));
  expect(failed.slice(0, 3)).toEqual([false, false, false]);
  expect(failed.slice(-4)).toEqual([true, true, true, true]);
  expect(code).toBe(1);
  expect(stdout.match(/INC-2026-0001 opened: Of those we call safe, as many pay as in the backtest \(owner ada, agreed consequence roll back\)/g)).toHaveLength(1);
  expect(stdout).not.toContain("INC-2026-0002");
  expect(stdout).toMatch(/the way back:\n {4}\S/);
  expect(runIds()).toEqual(mondays.map((_, week) => jobRunId("validate loans", first + week * 7 * 24 * 60 * minute)).toSorted());
  const shown = await scene.lockstep("incident", "show", "1");
  expect(shown.stdout).toContain("departure of loans/precision, medium, open");
  expect((await scene.lockstep("watch", "--once")).stdout).toBe("");
}, 300_000);
