import { expect, test } from "vitest";
import { precisionSeries } from "../example-runs/validate/example-results.ts";
import { countedOnce, packSeries, unpackSeries } from "./packed-series.ts";

const { points } = precisionSeries({ missing: [51, 52], excluded: [30, 31] });
const short = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(5)));

test("windows come back from their packing as they were, to the digits that a drawing shows, at local midnight", () => {
  const packed = packSeries(countedOnce(400)(points), 400, "Europe/Berlin");
  const back = unpackSeries(packed);
  expect(back).toHaveLength(points.length);
  // The clocks went back on 25 October: local days are 24 hours long on this axis all the same.
  expect(back.map(({ at }) => new Date(at).toISOString())).toEqual(points.map(({ label }) => `${label}T00:00:00.000Z`));
  expect(back.map(({ estimate, low, high, expectedLow, expectedHigh, rows, labelled, status, note }) => [estimate, low, high, expectedLow, expectedHigh, rows, labelled, status, note]))
    .toEqual(points.map(({ estimate, low, high, expectedLow, expectedHigh, rows, labelled, status, note }) => [short(estimate), short(low), short(high), short(expectedLow), short(expectedHigh), rows, labelled, status, note]));
  expect(packed.counts).toEqual({ judged: 107, missing: 2, thin: 0, maturing: 14, excluded: 2 });
  expect(JSON.stringify(packed).length).toBeLessThan(JSON.stringify(points).length / 3);
});

test("what is packed smaller still counts every window of the whole", () => {
  const packed = packSeries(countedOnce(60)(points), 10, "Europe/Berlin");
  expect(unpackSeries(packed).length).toBeLessThanOrEqual(10);
  expect(Object.values(packed.counts).reduce((sum, count) => sum + count, 0)).toBe(points.length);
});

test("a series without windows is empty", () => {
  expect(unpackSeries(packSeries(countedOnce(60)([]), 10, "UTC"))).toEqual([]);
});

test("windows with labels of another kind stand where the clock of the zone puts them", () => {
  const weeks = points.slice(0, 3).map((point) => ({ ...point, label: "2026-W27" }));
  expect(unpackSeries(packSeries(countedOnce(60)(weeks), 10, "Europe/Berlin")).map(({ at }) => new Date(at).toISOString())).toEqual(["2026-07-01T00:00:00.000Z", "2026-07-02T00:00:00.000Z", "2026-07-03T00:00:00.000Z"]);
});
