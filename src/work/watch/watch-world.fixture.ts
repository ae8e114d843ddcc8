import type { Clock } from "../../ports/clock.ts";
import type { ScheduleStore } from "../../ports/schedule-store.ts";
import type { WatchWorld } from "./run-watch.ts";
import type { Schedule, WatchEvent, WatchJob } from "./watch-job.ts";

const hourMs = 36e5;

/** Due at every full hour. */
export const hourly: Schedule = { words: "0 * * * * UTC", next: (after) => (Math.floor(after / hourMs) + 1) * hourMs, last: (at) => Math.floor(at / hourMs) * hourMs };

/** A clock that is ahead by as much as was slept, or set; sleeping takes no time. `onSleep` is told of every sleep. */
export const steppedClock = (start: number): Clock & { set(now: number): void; onSleep: () => void } => {
  let now = start;
  let monotonic = 0;
  const clock = {
    now: () => now,
    monotonic: () => monotonic,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      now += ms;
      monotonic += ms;
      clock.onSleep();
      signal?.throwIfAborted();
    },
    set: (to: number) => { now = to; },
    onSleep: () => {},
  };
  return clock;
};

/** A job that writes down the times it was done for. */
export const recording = (name: string, over: Partial<WatchJob> = {}): WatchJob & { readonly done: number[] } => {
  const done: number[] = [];
  return { name, schedule: hourly, catchUp: "last", run: async (dueAt) => { done.push(dueAt); return { run: `${name} ${dueAt}`, exitCode: 0, line: "fine" }; }, done, ...over };
};

/** The world of one instance, with what it told beside that it woke. */
export const worldOf = (schedule: ScheduleStore, clock: Clock, signal: AbortSignal = new AbortController().signal): WatchWorld & { readonly told: WatchEvent[] } => {
  const told: WatchEvent[] = [];
  return { schedule, clock, signal, told, tell: (event) => { if (event.kind !== "awake") told.push(event); } };
};
