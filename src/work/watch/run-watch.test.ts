import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSqliteScheduleStore } from "../../adapters/stores/sqlite/create-sqlite-schedule-store.ts";
import type { ScheduleStore } from "../../ports/schedule-store.ts";
import { runWatch } from "./run-watch.ts";
import { hourly, recording, steppedClock, worldOf } from "./watch-world.fixture.ts";

const hour = 36e5;
const start = Date.parse("2026-10-01T05:30:00Z");
const due = (n: number): number => Date.parse("2026-10-01T06:00:00Z") + n * hour;
interface How { readonly once: boolean; readonly until: number | null }
const until = (n: number): How => ({ once: false, until: due(n) + 1 });
const once: How = { once: true, until: null };

let folder: string;
let schedule: ScheduleStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-watch-"));
  schedule = createSqliteScheduleStore(folder);
});
afterEach(() => {
  schedule.close();
  rmSync(folder, { recursive: true, force: true });
});

test("each job is done once for every due time, and what is next is written down", async () => {
  const jobs = [recording("check"), recording("validate credit")];
  const world = worldOf(schedule, steppedClock(start));
  await runWatch(jobs, until(3), world);
  expect(jobs.map(({ done }) => done)).toEqual([[0, 1, 2, 3].map(due), [0, 1, 2, 3].map(due)]);
  expect(schedule.state("check")).toEqual({ job: "check", nextAt: due(4), retryAt: null, doneAt: due(3), lastRun: `check ${due(3)}`, failures: 0 });
  expect(world.told.map(({ kind }) => kind).filter((kind) => kind === "gap" || kind === "clock")).toEqual([]);
});

describe("after a time in which nothing ran", () => {
  const afterGap = async (catchUp: "last" | "all" | "none", how = until(12)) => {
    schedule.plan("check", due(0));
    const job = recording("check", { catchUp });
    const world = worldOf(schedule, steppedClock(due(10) + 60_000));
    await runWatch([job], how, world);
    return { done: job.done.map((at) => (at - due(0)) / hour), gaps: world.told.filter(({ kind }) => kind === "gap") };
  };
  test("last: once, for the last of what was missed", async () => expect(await afterGap("last")).toEqual({ done: [10, 11, 12], gaps: [{ kind: "gap", job: "check", from: due(0), to: due(10), missed: 10, action: "once" }] }));
  test("all: every time, in order", async () => expect(await afterGap("all")).toEqual({ done: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], gaps: [{ kind: "gap", job: "check", from: due(0), to: due(10) + 60_000, missed: 0, action: "all" }] }));
  test("none: nothing of it, and it is told", async () => expect(await afterGap("none")).toEqual({ done: [11, 12], gaps: [{ kind: "gap", job: "check", from: due(0), to: due(10), missed: 11, action: "skipped" }] }));
  test("asked once, the last is due also where nothing is caught up with", async () => expect((await afterGap("none", once)).done).toEqual([10]));
});

test("once does what is due and ends; what is not due yet stays planned", async () => {
  const job = recording("check");
  const clock = steppedClock(start);
  await runWatch([job], once, worldOf(schedule, clock));
  expect([job.done, schedule.state("check")?.nextAt]).toEqual([[], due(0)]);
  clock.set(due(0));
  await runWatch([job], once, worldOf(schedule, clock));
  await runWatch([job], once, worldOf(schedule, clock));
  expect(job.done).toEqual([due(0)]);
});

test("a failure waits longer each time, stays due, and keeps no other job from being done", async () => {
  const tried: number[] = [];
  const clock = steppedClock(start);
  const broken = recording("check", { run: async () => { tried.push(clock.now()); throw new Error("no route"); } });
  const other = recording("fingerprint");
  const world = worldOf(schedule, clock);
  await runWatch([broken, other], { once: false, until: due(0) + 40 * 60_000 }, world);
  expect(tried.map((at) => (at - due(0)) / 60_000)).toEqual([0, 1, 3, 7, 15, 31]);
  expect(other.done).toEqual([due(0)]);
  expect(schedule.state("check")).toMatchObject({ nextAt: due(0), failures: 6, doneAt: null, retryAt: due(0) + (31 + 32) * 60_000 });
  const mended = recording("check");
  await runWatch([mended, other], until(2), worldOf(schedule, clock));
  expect(mended.done).toEqual([due(1), due(2)]);
});

test("where every due time counts, one that never succeeds is given up after six tries, and said so", async () => {
  const broken = recording("check", { catchUp: "all", run: async (at) => { if (at === due(0)) throw new Error("no route"); return { run: `r${at}`, exitCode: 0, line: "" }; } });
  const world = worldOf(schedule, steppedClock(start));
  await runWatch([broken], until(1), world);
  expect(world.told.filter(({ kind }) => kind === "failed").map((event) => (event.kind === "failed" ? [event.tries, event.retryAt === null] : []))).toEqual([[1, false], [2, false], [3, false], [4, false], [5, false], [6, true]]);
  expect(schedule.state("check")).toMatchObject({ doneAt: due(1), lastRun: `r${due(1)}` });
});

test("two instances share the work: a due time is done by one of them", async () => {
  const other = createSqliteScheduleStore(folder);
  const clock = steppedClock(start);
  schedule.plan("check", due(0));
  clock.set(due(0));
  expect(other.claim("check", due(0))).toBe(true);
  const job = recording("check");
  const world = worldOf(schedule, clock);
  await runWatch([job], once, world);
  expect([job.done, world.told.map(({ kind }) => kind)]).toEqual([[], ["held"]]);
  other.finish("check", due(0), "theirs", due(1));
  await runWatch([job], until(1), world);
  expect(job.done).toEqual([due(1)]);
  other.close();
});

test("a clock that is set back runs nothing twice; one that is set forward tells what it left out", async () => {
  const job = recording("check");
  const clock = steppedClock(start);
  const world = worldOf(schedule, clock);
  await runWatch([job], until(1), world);
  clock.set(due(0) - 60_000);
  await runWatch([job], until(1), world);
  expect(job.done).toEqual([due(0), due(1)]);
  expect(world.told).toContainEqual({ kind: "ahead", job: "check", doneAt: due(1) });
  let sleeps = 0;
  clock.onSleep = () => { if ((sleeps += 1) === 3) clock.set(due(6) + 10_000); };
  await runWatch([job], until(7), world);
  expect(job.done).toEqual([due(0), due(1), due(6), due(7)]);
  expect(world.told.find(({ kind }) => kind === "clock")).toMatchObject({ by: expect.any(Number) });
  expect(world.told).toContainEqual({ kind: "gap", job: "check", from: due(2), to: due(6), missed: 4, action: "once" });
});

test("another schedule is planned anew, after what is done", async () => {
  const clock = steppedClock(start);
  await runWatch([recording("check")], until(1), worldOf(schedule, clock));
  const daily = { words: "daily", next: (at: number) => (Math.floor(at / (24 * hour)) + 1) * 24 * hour, last: (at: number) => Math.floor(at / (24 * hour)) * 24 * hour };
  const world = worldOf(schedule, clock);
  await runWatch([recording("check", { schedule: daily })], until(2), world);
  expect(world.told).toEqual([{ kind: "planned", job: "check", at: Date.parse("2026-10-02T00:00:00Z"), why: "changed" }]);
  expect(schedule.state("check")).toMatchObject({ doneAt: due(1), nextAt: Date.parse("2026-10-02T00:00:00Z") });
});

test("stopped in the middle of a job it lets go of it, and it stays due; a job that ends all the same is written down", async () => {
  schedule.plan("check", due(0));
  for (const ends of [false, true]) {
    const stop = new AbortController();
    const job = recording("check", { run: async (at, signal) => {
      stop.abort(new Error("stopped by SIGTERM"));
      if (!ends) signal.throwIfAborted();
      return { run: `r${at}`, exitCode: 0, line: "" };
    } });
    await expect(runWatch([job], { once: false, until: null }, worldOf(schedule, steppedClock(due(0)), stop.signal))).rejects.toThrow("SIGTERM");
    expect(schedule.state("check")?.doneAt).toBe(ends ? due(0) : null);
  }
  expect(schedule.claim("check", due(1))).toBe(true);
  expect(hourly.last(due(1))).toBe(due(1));
});
