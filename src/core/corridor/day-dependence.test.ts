import { expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import { streamOf } from "../random/stream-of.ts";
import { dayDependence } from "./day-dependence.ts";

/** Levels correlated by `phi`, of variance 1, and what rows add, of variance `rows`. */
const days = (name: string, count: number, phi: number, rows: number, shift: (day: number) => number = () => 0): number[] => {
  const random = streamOf(3, name);
  let level = normal(random);
  return Array.from({ length: count }, (_, day) => {
    if (day > 0) level = phi * level + Math.sqrt(1 - phi * phi) * normal(random);
    return level + Math.sqrt(rows) * normal(random) + shift(day);
  });
};
const all = (of: (name: string) => number, times = 60): number[] => Array.from({ length: times }, (_, at) => of(String(at))).toSorted((a, b) => a - b);

test("independent days are taken for what they are: nothing is widened in most series, and little in the others", () => {
  const found = all((name) => dayDependence(days(`o${name}`, 56, 0, 0), days(`p${name}`, 364, 0, 0))(364).longRun);
  expect(found.filter((longRun) => longRun === 1).length).toBeGreaterThan(45);
  expect(found.at(-1)).toBeLessThan(2.5);
});

test("days correlated by 0.9 under as much again of rows are found out, which eight weeks offline do not", () => {
  // Their long-run variance is (19 + 1.8) / 2.8 = 7.4 times that of days.
  const found = all((name) => dayDependence(days(`o${name}`, 56, 0.9, 1.8), days(`p${name}`, 364, 0.9, 1.8))(364).longRun);
  expect(found[30]).toBeGreaterThan(3);
  expect(found[6]).toBeGreaterThan(2);
});

test("a level that moved is no dependence, and what comes later changes nothing that was told", () => {
  const production = days("moved", 200, 0, 0, (day) => (day < 100 ? 0 : 3));
  const tell = dayDependence(days("before", 56, 0, 0), production);
  expect(tell(160).longRun).toBeLessThan(1.5);
  expect(tell(130)).toEqual(dayDependence(days("before", 56, 0, 0), production.slice(0, 130))(130));
});

test("fewer than four weeks of days tell nothing", () => {
  expect(dayDependence([1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0])(6)).toEqual({ longRun: 1, withinWeek: 1 });
});
