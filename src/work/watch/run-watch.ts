import type { Clock } from "../../ports/clock.ts";
import type { ScheduleStore } from "../../ports/schedule-store.ts";
import { backOff, mostTries } from "./back-off.ts";
import { nextStep } from "./next-step.ts";
import type { WatchEvent, WatchJob } from "./watch-job.ts";

export interface WatchWorld {
  readonly schedule: ScheduleStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly tell: (event: WatchEvent) => void;
}

/** The longest sleep: a clock that is set, and a job that another instance let go of, are seen within it. */
const longestSleepMs = 30_000;

/** A clock that was set by less than this is one that is kept in step. */
const jumpMs = 5_000;

/**
 * Runs each job when it is due, one after the other, until it is stopped (it rejects with the signal's reason), until `until` (ms), or, with `once`, until nothing
 * is due. A job that fails waits and is tried again; the others go on. What is due is claimed first and written down as done last, so that a kill in between
 * leaves it due, and a second instance leaves it alone.
 */
export const runWatch = async (jobs: readonly WatchJob[], { once, until }: { readonly once: boolean; readonly until: number | null }, world: WatchWorld): Promise<void> => {
  const { clock, signal, tell } = world;
  // Asked once, one wants what is due; that nothing ran before is then no reason to leave it out.
  const since = once ? Number.NEGATIVE_INFINITY : clock.now();
  const told = new Set<string>();
  const tellOnce = (key: string, event: WatchEvent): void => {
    if (!told.has(key)) tell(event);
    told.add(key);
  };
  for (;;) {
    let ran = 0;
    let wake = Number.POSITIVE_INFINITY;
    for (const job of jobs) {
      signal.throwIfAborted();
      if (until !== null && clock.now() >= until) return;
      const stepped = await step(job, since, world, tellOnce);
      if (stepped === "ran") ran += 1;
      else wake = Math.min(wake, stepped);
    }
    if (ran > 0) continue;
    if (once || jobs.length === 0 || (until !== null && wake >= until)) return;
    await sleepTo(wake, clock, signal, tell);
  }
};

/** One job once: `ran`, or when to look at it again. */
const step = async (job: WatchJob, since: number, { schedule, clock, signal, tell }: WatchWorld, tellOnce: (key: string, event: WatchEvent) => void): Promise<"ran" | number> => {
  const state = schedule.state(job.name);
  const now = clock.now();
  const todo = nextStep(job, state, now, since);
  if (todo.kind === "wait") {
    if (state !== null && state.doneAt !== null && state.doneAt > now) tellOnce(`${job.name} ahead ${state.doneAt}`, { kind: "ahead", job: job.name, doneAt: state.doneAt });
    return todo.until;
  }
  if (todo.kind === "plan" || todo.kind === "skip") {
    schedule.plan(job.name, todo.nextAt);
    tell(todo.kind === "plan" ? { kind: "planned", job: job.name, at: todo.nextAt, why: todo.why } : { kind: "gap", job: job.name, from: todo.from, to: todo.to, missed: todo.missed, action: "skipped" });
    return todo.nextAt;
  }
  const { dueAt, nextAt } = todo;
  if (!schedule.claim(job.name, dueAt)) {
    // Done meanwhile, or at work elsewhere: in the first case what is known has changed already.
    if (schedule.state(job.name)?.nextAt !== state?.nextAt) return now;
    tellOnce(`${job.name} held ${dueAt}`, { kind: "held", job: job.name, dueAt });
    return now + longestSleepMs;
  }
  if (todo.missed > 0) tellOnce(`${job.name} gap ${dueAt}`, { kind: "gap", job: job.name, from: todo.from, to: dueAt, missed: todo.missed, action: "once" });
  if (job.catchUp === "all" && nextAt <= now) tellOnce(`${job.name} behind`, { kind: "gap", job: job.name, from: dueAt, to: now, missed: 0, action: "all" });
  tell({ kind: "begun", job: job.name, dueAt });
  try {
    const outcome = await job.run(dueAt, signal);
    schedule.finish(job.name, dueAt, outcome.run, nextAt);
    tell({ kind: "done", job: job.name, dueAt, outcome, nextAt });
  } catch (error) {
    if (signal.aborted) {
      schedule.release(job.name);
      throw error;
    }
    const tries = (state?.failures ?? 0) + 1;
    const givenUp = job.catchUp === "all" && tries >= mostTries;
    const retryAt = givenUp ? null : clock.now() + backOff(tries);
    if (retryAt === null) schedule.finish(job.name, dueAt, null, nextAt);
    else schedule.postpone(job.name, retryAt);
    tell({ kind: "failed", job: job.name, dueAt, error, tries, retryAt });
  }
  return "ran";
};

/** Sleeps towards an instant, and tells when the clock went another way than time did. */
const sleepTo = async (wake: number, clock: Clock, signal: AbortSignal, tell: WatchWorld["tell"]): Promise<void> => {
  const [now, monotonic] = [clock.now(), clock.monotonic()];
  await clock.sleep(Math.max(0, Math.min(wake - now, longestSleepMs)), signal);
  const by = clock.now() - now - (clock.monotonic() - monotonic);
  if (Math.abs(by) > jumpMs) tell({ kind: "clock", by });
  tell({ kind: "awake", now: clock.now() });
};
