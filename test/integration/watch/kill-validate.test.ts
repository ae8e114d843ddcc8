import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createSqliteRunStore } from "../../../src/adapters/stores/sqlite/create-sqlite-run-store.ts";
import { createSqliteScheduleStore } from "../../../src/adapters/stores/sqlite/create-sqlite-schedule-store.ts";
import { loadIncidents } from "../../../src/app/incident/load-incidents.ts";
import { jobRunId } from "../../../src/app/watch/job-run-id.ts";
import { xoshiro128 } from "../../../src/core/random/xoshiro-128.ts";
import { loansOf, loansScene, manifestOf, precision, putLabelled } from "../validate/loans.ts";

const kills = 30;
const week = 7 * 864e5;
const job = "validate loans";
const scene = loansScene({ rowsADay: 60 });
const store = join(scene.folder, ".lockstep");
afterAll(() => { scene.close(); });

/** The watch, killed without warning after so many milliseconds, when a number is given. */
const watch = (killAfter: number | null): Promise<{ readonly code: number | null; readonly output: string; readonly ms: number }> =>
  new Promise((done) => {
    const from = performance.now();
    const child = spawn(process.execPath, [resolve("src/cli/main.ts"), "watch", "--once"], { cwd: scene.folder });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => { output += chunk.toString(); });
    const timer = killAfter === null ? null : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("close", (code) => {
      if (timer !== null) clearTimeout(timer);
      done({ code, output, ms: performance.now() - from });
    });
  });

const withSchedule = <T>(work: (schedule: ReturnType<typeof createSqliteScheduleStore>) => T): T => {
  const schedule = createSqliteScheduleStore(store);
  try {
    return work(schedule);
  } finally {
    schedule.close();
  }
};

test(`a validation killed at ${kills} random points: each due time is judged once, as of its own time, and one departure is one incident`, { timeout: 900_000 }, async () => {
  putLabelled(scene, "logs", loansOf({ from: "2026-06-01", days: 84, seed: 11, rowsADay: 60, departs: { day: 28, by: -0.35 } }));
  scene.put("lockstep.yaml", manifestOf(precision('\n        since: "2026-06-01"'), "{log: logs}", 'watch: {validate: "0 6 * * 1", catchUp: all}\n'));
  const first = Date.parse("2026-06-15T06:00:00Z");
  withSchedule((schedule) => schedule.plan(job, first));
  const random = xoshiro128(7);
  for (let killed = 0; killed < kills; killed += 1) {
    const ended = await watch(300 + random.unit() * 4_000);
    // All may be done before the last kill: then there is nothing more to kill.
    if (ended.code !== null) break;
  }
  const last = await watch(null);
  expect([0, 1, 3], last.output).toContain(last.code);

  const { doneAt, nextAt } = withSchedule((schedule) => schedule.state(job)) ?? { doneAt: null, nextAt: 0 };
  expect(nextAt).toBeGreaterThan(Date.now());
  const due = Array.from({ length: ((doneAt ?? 0) - first) / week + 1 }, (_, index) => first + index * week);
  const runs = createSqliteRunStore(store);
  expect(runs.list(1000, 0).map(({ id }) => id).toSorted()).toEqual(due.map((at) => jobRunId(job, at)).toSorted());
  for (const at of due) expect(runs.get(jobRunId(job, at))?.validation?.asOf).toBe(new Date(at).toISOString());
  expect(runs.records("hypothesis")).toHaveLength(1);
  const failed = due.filter((at) => runs.get(jobRunId(job, at))?.verdict === "fail");
  const incidents = loadIncidents(runs);
  runs.close();
  expect(failed.length).toBeGreaterThan(0);
  expect(incidents).toMatchObject([{ subject: "loans/precision", openedAt: new Date(failed[0] ?? 0).toISOString(), status: "open" }]);
  expect((await scene.lockstep("ledger", "verify")).code).toBe(0);
  expect(withSchedule((schedule) => schedule.claim(job, Number.MAX_SAFE_INTEGER))).toBe(true);
});
