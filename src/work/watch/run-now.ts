import type { WatchWorld } from "./run-watch.ts";
import type { WatchJob } from "./watch-job.ts";

/**
 * Does each job at once, due or not, for the present time: to see that a watch works, and after a change. What falls due later stays planned; what was overdue is done with
 * it. A job that another instance is at is left to it; one that fails stays due as it was. Rejects with the signal's reason when it is stopped.
 */
export const runNow = async (jobs: readonly WatchJob[], { schedule, clock, signal, tell }: WatchWorld): Promise<void> => {
  for (const { name: job, schedule: times, run } of jobs) {
    signal.throwIfAborted();
    const dueAt = clock.now();
    const planned = schedule.state(job)?.nextAt ?? null;
    if (planned === null) schedule.plan(job, times.next(dueAt));
    const nextAt = planned !== null && planned > dueAt ? planned : times.next(dueAt);
    if (!schedule.claim(job, dueAt)) {
      tell({ kind: "held", job, dueAt });
      continue;
    }
    tell({ kind: "begun", job, dueAt });
    try {
      const outcome = await run(dueAt, signal);
      schedule.finish(job, dueAt, outcome.run, nextAt);
      tell({ kind: "done", job, dueAt, outcome, nextAt });
    } catch (error) {
      schedule.release(job);
      if (signal.aborted) throw error;
      tell({ kind: "failed", job, dueAt, error, tries: 1, retryAt: schedule.state(job)?.nextAt ?? nextAt });
    }
  }
};
