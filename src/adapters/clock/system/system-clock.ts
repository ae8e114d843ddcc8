import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../../../ports/clock.ts";

/** The machine's own time. `sleep` rejects with the signal's reason when it is aborted. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
