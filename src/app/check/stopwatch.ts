import type { Run } from "../../core/domain/run.ts";
import type { Clock } from "../../ports/clock.ts";

export interface Stopwatch {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  time<Result>(step: string, work: () => Promise<Result>): Promise<Result>;
  timings(): Run["timings"];
}

/** Keeps how long each step took, for the run's own record. */
export const stopwatch = (clock: Clock): Stopwatch => {
  const timings: { step: string; seconds: number }[] = [];
  return {
    startedAt: clock.now(),
    time: async (step, work) => {
      const from = clock.monotonic();
      const result = await work();
      timings.push({ step, seconds: (clock.monotonic() - from) / 1000 });
      return result;
    },
    timings: () => [...timings],
  };
};
