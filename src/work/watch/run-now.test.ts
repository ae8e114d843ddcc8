import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSqliteScheduleStore } from "../../adapters/stores/sqlite/create-sqlite-schedule-store.ts";
import type { ScheduleStore } from "../../ports/schedule-store.ts";
import { runNow } from "./run-now.ts";
import { recording, steppedClock, worldOf } from "./watch-world.fixture.ts";

const hour = 36e5;
const start = Date.parse("2026-11-21T06:20:00Z");
let folder: string;
let schedule: ScheduleStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "now-"));
  schedule = createSqliteScheduleStore(folder);
});
afterEach(() => {
  schedule.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a job that never ran is done at once, and then when it falls due; what was overdue is done with it", async () => {
  const clock = steppedClock(start);
  const [first, overdue] = [recording("check"), recording("validate")];
  schedule.plan("validate", start - hour);
  await runNow([first, overdue], worldOf(schedule, clock));
  expect([first.done, overdue.done]).toEqual([[start], [start]]);
  expect(schedule.list().map(({ job, doneAt, nextAt }) => [job, doneAt, nextAt - start])).toEqual([["check", start, 40 * 60_000], ["validate", start, 40 * 60_000]]);
});

test("what fails is told, stays due as it was, and keeps no other from being done; what another is at is left to it", async () => {
  const other = createSqliteScheduleStore(folder);
  const clock = steppedClock(start);
  schedule.plan("held", start + hour);
  expect(other.claim("held", start)).toBe(true);
  const broken = recording("check", { run: () => Promise.reject(new Error("no route")) });
  const [held, last] = [recording("held"), recording("last")];
  const world = worldOf(schedule, clock);
  await runNow([broken, held, last], world);
  expect([held.done, last.done]).toEqual([[], [start]]);
  expect(world.told.map((event) => ("job" in event ? [event.job, event.kind] : []))).toEqual([["check", "begun"], ["check", "failed"], ["held", "held"], ["last", "begun"], ["last", "done"]]);
  expect(schedule.state("check")).toMatchObject({ doneAt: null, nextAt: start + 40 * 60_000 });
  other.close();
});
