import type { ScheduleState } from "../../ports/schedule-store.ts";
import type { WatchJob } from "./watch-job.ts";

/** Due times counted in a gap; beyond, it is long in any case. */
export const mostCounted = 1000;

/** What is to be done about a job now. `missed`: due times before `dueAt` that nobody will run. */
export type NextStep =
  | { readonly kind: "plan"; readonly nextAt: number; readonly why: "first" | "changed" }
  | { readonly kind: "wait"; readonly until: number }
  | { readonly kind: "skip"; readonly nextAt: number; readonly from: number; readonly to: number; readonly missed: number }
  | { readonly kind: "run"; readonly dueAt: number; readonly nextAt: number; readonly from: number; readonly missed: number };

/**
 * Decides from what is known of a job, pure. A due time that is done never comes again, whatever the clock does: what comes next lies after it.
 * `since` is when this instance began: with `catchUp: none` only what fell due since then is run.
 */
export const nextStep = ({ schedule, catchUp }: Pick<WatchJob, "schedule" | "catchUp">, state: ScheduleState | null, now: number, since: number): NextStep => {
  if (state === null) return { kind: "plan", nextAt: schedule.next(now), why: "first" };
  const { nextAt, retryAt, doneAt } = state;
  if (schedule.next(nextAt - 1) !== nextAt) return { kind: "plan", nextAt: schedule.next(Math.max(now, doneAt ?? now)), why: "changed" };
  if (retryAt !== null && retryAt > now) return { kind: "wait", until: retryAt };
  if (nextAt > now) return { kind: "wait", until: nextAt };
  if (catchUp === "all") return { kind: "run", dueAt: nextAt, nextAt: schedule.next(nextAt), from: nextAt, missed: 0 };
  const last = Math.max(nextAt, schedule.last(now) ?? nextAt);
  const missed = countBefore(schedule.next, nextAt, last);
  if (catchUp === "none" && last < since) return { kind: "skip", nextAt: schedule.next(now), from: nextAt, to: last, missed: missed + 1 };
  return { kind: "run", dueAt: last, nextAt: schedule.next(last), from: nextAt, missed };
};

/** Due times from `from` on that lie before `to`. */
const countBefore = (next: (after: number) => number, from: number, to: number): number => {
  let count = 0;
  for (let at = from; at < to && count < mostCounted; at = next(at)) count += 1;
  return count;
};
