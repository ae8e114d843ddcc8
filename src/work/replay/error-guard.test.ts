import { describe, expect, it } from "vitest";
import { xoshiro128 } from "../../core/random/xoshiro-128.ts";
import { ErrorGuard, GUARD_FALSE_ALARM } from "./error-guard.ts";
import { hypergeometricTail } from "./hypergeometric-tail.ts";

/** How many calls a guard lets through; null when it never stops them. */
const stopsAfter = (failures: Iterable<boolean>): number | null => {
  const guard = new ErrorGuard();
  let calls = 0;
  for (const failed of failures) {
    calls += 1;
    if (guard.record(failed) !== null) return calls;
  }
  return null;
};

describe("hypergeometricTail", () => {
  it("is right where it can be counted by hand", () => {
    expect(hypergeometricTail(0, 3, 2, 10)).toBeCloseTo(1, 14);
    expect(hypergeometricTail(1, 3, 2, 10)).toBeCloseTo(1 - 56 / 120, 14);
    expect(hypergeometricTail(2, 3, 2, 10)).toBeCloseTo(8 / 120, 14);
    expect(hypergeometricTail(3, 3, 2, 10)).toBe(0);
    expect(hypergeometricTail(20, 20, 20, 1_000_000)).toBeLessThan(1e-90);
    expect(hypergeometricTail(5, 20, 40, 40)).toBeCloseTo(1, 12);
  });
});

describe("ErrorGuard", () => {
  it("stops when half of the first calls fail, and not for one less", () => {
    expect(stopsAfter(Array.from({ length: 20 }, () => true))).toBe(10);
    expect(stopsAfter(Array.from({ length: 20 }, (_, call) => call % 2 === 0))).toBe(19);
    expect(stopsAfter(Array.from({ length: 20 }, (_, call) => call < 9))).toBeNull();
  });

  it("stops within a window when a healthy service breaks, the sooner the longer it was healthy", () => {
    const breaking = (healthy: number): number | null => {
      const after = stopsAfter(Array.from({ length: healthy + 40 }, (_, call) => call >= healthy));
      return after === null ? null : after - healthy;
    };
    expect(breaking(40)).toBeLessThanOrEqual(8);
    expect(breaking(2000)).toBeLessThanOrEqual(4);
    expect(breaking(40_000)).toBeLessThanOrEqual(4);
  });

  it("notices a rise that is not an outage", () => {
    const random = xoshiro128(3);
    const stopped = stopsAfter(Array.from({ length: 3000 }, (_, call) => random.unit() < (call < 1000 ? 0.02 : 0.4)));
    expect(stopped).toBeGreaterThan(1000);
    expect(stopped).toBeLessThan(1060);
  });

  it("rarely stops a service whose error rate stays as it is, whatever the rate", () => {
    const random = xoshiro128(5);
    const replays = 1500;
    for (const rate of [0.001, 0.01, 0.05, 0.2]) {
      let alarms = 0;
      for (let replay = 0; replay < replays; replay += 1) {
        const after = stopsAfter(Array.from({ length: 1000 }, () => random.unit() < rate));
        // The rule of the first calls is a limit, not a test; at 20 % it is passed about once in 400 replays.
        if (after !== null && after > 20) alarms += 1;
      }
      const sd = Math.sqrt(replays * GUARD_FALSE_ALARM * (1 - GUARD_FALSE_ALARM));
      expect(alarms).toBeLessThanOrEqual(replays * GUARD_FALSE_ALARM + 3 * sd);
    }
  });
});
