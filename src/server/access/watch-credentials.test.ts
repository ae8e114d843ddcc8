import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchCredentials } from "./watch-credentials.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what streams ends soon after its asker may no longer, and nothing is looked at once it ended", () => {
  let looks = 0;
  let may = true;
  const stop = new AbortController();
  watchCredentials(() => { looks += 1; return may; }, () => stop.abort(), stop.signal);
  vi.advanceTimersByTime(60_000);
  expect([looks, stop.signal.aborted]).toEqual([4, false]);
  may = false;
  vi.advanceTimersByTime(15_000);
  expect(stop.signal.aborted).toBe(true);
  vi.advanceTimersByTime(60_000);
  expect(looks).toBe(5);
});
