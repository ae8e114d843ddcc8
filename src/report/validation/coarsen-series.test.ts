import { expect, test } from "vitest";
import { precisionSeries } from "../example-runs/validate/example-results.ts";
import { coarsenSeries } from "./coarsen-series.ts";

const first = Date.parse("2025-10-31T23:00:00.000Z");
const hours = precisionSeries({ first, days: 365, hourly: true, rows: 300, missing: [51, 52], excluded: [90], maturingFrom: 351 }).points;

test("few windows are drawn as they are", () => {
  expect(coarsenSeries(hours.slice(0, 100), 100)).toEqual({ step: "window", points: hours.slice(0, 100) });
});

test.each([[400, "day", 365], [130, "week", 53], [20, "span", 18]] as const)("a year of hours in at most %i points is told by %s", (most, step, count) => {
  const drawn = coarsenSeries(hours, most);
  expect([drawn.step, drawn.points.length]).toEqual([step, count]);
  const total = (points: readonly { rows: number; labelled: number }[]): readonly number[] => [points.reduce((sum, { rows }) => sum + rows, 0), points.reduce((sum, { labelled }) => sum + labelled, 0)];
  expect(total(drawn.points)).toEqual(total(hours));
});

test("a day is the mean of its judged hours by their labels, with the interval of independent ones", () => {
  const day = coarsenSeries(hours, 400).points[3];
  const of = hours.slice(72, 96);
  const weight = of.reduce((sum, { labelled }) => sum + labelled, 0);
  expect(day?.label).toBe("2025-11-04");
  expect(day?.estimate).toBeCloseTo(of.reduce((sum, { estimate, labelled }) => sum + (estimate ?? 0) * labelled, 0) / weight, 12);
  const half = Math.sqrt(of.reduce((sum, { low, high, labelled }) => sum + (labelled * (((high ?? 0) - (low ?? 0)) / 2)) ** 2, 0)) / weight;
  expect(((day?.high ?? 0) - (day?.low ?? 0)) / 2).toBeCloseTo(half, 12);
});

test("a day without rows stays missing, one that the calendar leaves out stays left out, and one that waits stays maturing", () => {
  const { points } = coarsenSeries(hours, 400);
  expect([51, 52, 90, 350, 351].map((day) => points[day]?.status)).toEqual(["missing", "missing", "excluded", "judged", "maturing"]);
  expect(points[51]?.estimate).toBeNull();
});

test("a week that is judged in part is judged, by the days that were", () => {
  const days = precisionSeries({ first: Date.parse("2026-06-28T22:00:00.000Z"), days: 140, excluded: [7, 8, 9] }).points;
  const { step, points } = coarsenSeries(days, 60);
  expect(step).toBe("week");
  const rest = days.slice(10, 14);
  expect(points[1]?.status).toBe("judged");
  expect(points[1]?.estimate).toBeCloseTo(rest.reduce((sum, { estimate, labelled }) => sum + (estimate ?? 0) * labelled, 0) / rest.reduce((sum, { labelled }) => sum + labelled, 0), 12);
});
