import fc from "fast-check";
import { expect, test } from "vitest";
import { streamOf } from "../random/stream-of.ts";
import { normal } from "../random/normal.ts";
import { normalCdf } from "../stats/distributions.ts";
import { corridorOf, limitsByError } from "./corridor-of.ts";
import { aHypothesis } from "./daily-rate.fixture.ts";
import type { Evidence } from "./evidence.ts";
import { jointLevels } from "./joint-levels.ts";
import { verdictPath } from "./verdict-path.ts";

test("what lies below the levels is alpha, whatever alpha is", () => fc.assert(fc.property(fc.double({ min: 0.001, max: 0.1, noNaN: true }), (alpha) => {
  const levels = jointLevels(alpha, false);
  const below = levels.reduce((sum, { offline, production }, at) => sum + ((levels[at + 1]?.offline ?? 1) - offline) * production, levels[0]?.offline ?? 0);
  expect(below).toBeCloseTo(alpha, 12);
  levels.slice(1).forEach((level, at) => {
    expect(level.production).toBeLessThan(levels[at]?.production ?? 0);
    expect(level.offline).toBeGreaterThan(levels[at]?.offline ?? 1);
  });
})));

test("an exact offline value leaves all of alpha to production; a family asks for more offline truths and nothing else", () => {
  expect(jointLevels(0.05, true)).toEqual([{ offline: 0.05, production: 0.05 }]);
  const [alone, among] = [jointLevels(0.05, false), jointLevels(0.05, false, 10)];
  expect(among[0]).toEqual({ offline: (alone[0]?.offline ?? 0) / 10, production: alone[0]?.production });
  expect(among.slice(1)).toEqual(alone.slice(1));
  // The mean of an e-value that asks for r(p) E: it may not exceed 1 within what is asked for.
  expect(among.reduce((sum, { offline, production }, at) => sum + ((among[at + 1]?.offline ?? 1) - offline) * production, 0) / 0.05).toBeLessThan(1);
});

/** One normal observation of production with error `error` as the only unit: its p value against the nearest edge turned into evidence. */
const evidenceOfOne = (x: number, error: number): Evidence => ({
  against: ({ low, high }) => { const z = Math.max(x - high, low - x) / error; return { logE: -Math.log(Math.min(1, 2 * normalCdf(-z))), start: 0 }; },
  estimate: () => x, interval: () => ({ low: x, high: x }), standardError: () => error,
});

test.each([0.1, 0.3, 1, 3, 10])("offline and production that agree fail in 1 of 20 at most, with production's error %f of the offline error", (error) => {
  const random = streamOf(6, `joint ${error}`);
  const hypothesis = aHypothesis({ margin: { below: 0, above: 0, relative: false } });
  const settings = { least: 1, step: 1, backWeeks: 1, logThreshold: -Math.log(0.03), logInside: -Math.log(0.06) };
  const replications = 4000;
  let [joint, split, departed, departedSplit] = [0, 0, 0, 0];
  for (let replication = 0; replication < replications; replication++) {
    const [offline, chance] = [limitsByError({ estimate: normal(random), standardError: 1, degrees: null }), error * normal(random)];
    const { low, high } = offline(0.5);
    const estimate = (low + high) / 2;
    const fails = (x: number, levels: ReturnType<typeof jointLevels>): number => Number(verdictPath(evidenceOfOne(x, error), 1, () => corridorOf(hypothesis, estimate, offline, 0.02, levels), settings)[0]?.verdict === "fail");
    joint += fails(chance, jointLevels(0.05, false));
    split += fails(chance, []);
    departed += fails(chance + 3.5 * Math.hypot(1, error), jointLevels(0.05, false));
    departedSplit += fails(chance + 3.5 * Math.hypot(1, error), []);
  }
  expect(joint / replications).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / replications));
  // Where the errors are alike, the split wastes most.
  if (error >= 0.3 && error <= 1) {
    expect(joint).toBeGreaterThan(split);
    expect(departed).toBeGreaterThan(departedSplit);
  }
});
