import { expect, test } from "vitest";
import type { SeriesJudgement } from "../../core/domain/validation.ts";
import { exampleHypothesis, exampleOffline, exampleResult } from "../example-runs/validate/example-hypothesis.ts";
import { precisionSeries } from "../example-runs/validate/example-results.ts";
import { distanceWords, outsideWords, standsWords } from "./hypothesis-words.ts";
import { daysBetween, localMoment, wallTime } from "./local-time.ts";
import { inMargins, outsideCorridor } from "./outside-corridor.ts";

const series = precisionSeries();
const at = (estimate: number, change: Partial<SeriesJudgement> = {}): SeriesJudgement => ({ ...series, estimate, interval: null, ...change });
const precision = exampleResult(exampleHypothesis(), series);

test("how far outside is counted from the edge, in margins", () => {
  expect(outsideCorridor(precision, at(0.79))).toEqual({ side: "below", amount: expect.closeTo(0.04, 12), margins: expect.closeTo(2, 12) });
  expect(outsideCorridor(precision, at(0.88))).toEqual({ side: "above", amount: expect.closeTo(0.01, 12), margins: expect.closeTo(0.5, 12) });
  expect(outsideCorridor(precision, at(0.83))).toBeNull();
});

test("a side that is not judged has no outside, and a margin of nothing no multiple", () => {
  expect(outsideCorridor(precision, at(0.99, { corridor: { low: 0.83, high: null } }))).toBeNull();
  const promise = exampleResult(exampleHypothesis({ margin: { below: 0, above: 0, relative: false } }), series);
  expect(outsideCorridor(promise, at(0.84, { corridor: { low: 0.85, high: 0.85 } }))?.margins).toBeNull();
});

test("a relative margin is of what was promised, of a segment of its own promise", () => {
  const relative = exampleResult(exampleHypothesis({ margin: { below: 0.1, above: null, relative: true } }), series, { offline: exampleOffline(0.5) });
  expect(outsideCorridor(relative, at(0.4, { corridor: { low: 0.45, high: null } }))?.margins).toBeCloseTo(1, 12);
  const west = { column: "region", value: "west" };
  expect(outsideCorridor(relative, at(0.4, { segment: west, corridor: { low: 0.4419, high: null } }))?.margins).toBeCloseTo((0.4419 - 0.4) / (0.1 * 0.491), 12);
});

test("since it left, the estimate from there on is what is told", () => {
  const left = at(0.84, { estimateSince: 0.8, since: "2026-09-13T22:00:00.000Z" });
  expect(outsideWords(precision, left, "2026-09-23T22:00:00.000Z")).toBe("3 points beyond the edge, 1.5 times the margin, since 14 Sept 2026 (10 days)");
  expect(standsWords(precision, left)).toBe("80 %, below the corridor of 83 % to 87 %");
});

test("an interval across an edge is not surely inside, and a one-sided corridor is a limit or a floor", () => {
  const across = { low: 0.825, high: 0.85, level: 0.95, method: "m" };
  expect(standsWords(precision, at(0.84, { interval: across }))).toBe("84 % (82.5 % to 85 %), not surely inside the corridor of 83 % to 87 %");
  expect(standsWords(precision, at(0.84, { corridor: { low: 0.8, high: null } }))).toBe("84 %, above the floor of 80 %");
  expect(standsWords({ ...precision, unit: "ms" }, at(130, { corridor: { low: null, high: 120 } }))).toBe("130 ms, above the limit of 120 ms");
  expect(standsWords(precision, { ...at(0), estimate: null })).toBe("no estimate yet, against the corridor of 83 % to 87 %");
});

test("distances of shares are points, of others their own unit", () => {
  expect([distanceWords(0.01, "share"), distanceWords(0.042, "share"), distanceWords(12, "ms"), distanceWords(3, "per day")]).toEqual(["1 point", "4.2 points", "12 ms", "3 per day"]);
});

test("an axis of margins puts the edges at -1 and 1 and keeps one-sided corridors in scale", () => {
  const scale = inMargins(precision, at(0.85));
  expect([0.83, 0.85, 0.87, 0.81].map((value) => scale?.(value))).toEqual([-1, 0, 1, -2].map((value) => expect.closeTo(value, 9)));
  expect(inMargins(precision, at(0.85, { corridor: { low: 0.83, high: null } }))?.(0.87)).toBeCloseTo(1, 9);
  expect(inMargins(precision, at(0.85, { corridor: { low: null, high: null } }))).toBeNull();
});

test("moments are told and placed by the clock of the zone", () => {
  expect(localMoment("2026-09-13T22:00:00.000Z", "Europe/Berlin")).toBe("14 Sept 2026");
  expect(localMoment("2026-10-25T02:30:00.000Z", "Europe/Berlin", true)).toBe("25 Oct 2026, 03:30");
  expect(localMoment("soon", "UTC")).toBe("soon");
  expect(wallTime("2026-03-29T01:30:00.000Z", "Europe/Berlin")).toBe(Date.parse("2026-03-29T03:30:00.000Z"));
  expect(wallTime("2026-08-01", "America/New_York")).toBe(Date.parse("2026-08-01T00:00:00.000Z"));
  expect(wallTime("2026-08-01T00:00:00.000Z", "Nowhere/At-All")).toBe(Date.parse("2026-08-01T00:00:00.000Z"));
  expect([daysBetween("2026-09-14", "2026-09-14T01:00:00Z"), daysBetween("2026-09-14", "2026-09-24"), daysBetween("x", "2026-09-24")]).toEqual([1, 10, null]);
});
