import type { Clock } from "../../ports/clock.ts";

/** How long one stretch of work may keep others waiting. */
const longestStretchMs = 10;

/** For long work in slices: awaited now and then, it lets others have their turn where one stretch was long enough. Throws once `signal` is aborted. */
export const pauses = (clock: Pick<Clock, "monotonic">, signal: AbortSignal): (() => Promise<void>) => {
  let began = clock.monotonic();
  return async () => {
    if (clock.monotonic() - began < longestStretchMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    began = clock.monotonic();
  };
};
