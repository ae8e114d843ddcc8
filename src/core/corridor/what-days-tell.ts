import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { dayDependence } from "./day-dependence.ts";
import { addDay, daysOfSpread, noScatter, type Scatter } from "../stats/days-of-spread.ts";
import { offlineResiduals } from "./offline-residuals.ts";

/** A whole day of production, its season removed. */
export interface ToldDay {
  /** When it was over, in whatever units' ends are told. */
  readonly end: number;
  readonly value: number;
  /** What the value is held against (rows, seconds), and its sampling variance as rows tell it. Null where what is counted is 0 or 1, or rows tell none: then tails are not looked at. */
  readonly exposure: number;
  readonly variance: number | null;
}

/** What is known after each unit of evidence, by offline days and all of production's days until then. */
export interface WhatDaysTell {
  /** How much more the mean of units varies than independent ones would; 1 where nothing is told. */
  readonly inflation: (unit: number) => number;
  /** The standard error of the offline estimate: as it was told, or more where days turn out to hang together. */
  readonly offlineError: (unit: number) => number;
  /** Days until the unit's end, offline days included, and by how many the spread of rows is told; null where tails are not looked at. */
  readonly spread: (unit: number) => { readonly days: number; readonly told: number } | null;
  /** Long-run variance of days over their variance. */
  readonly longRun: (unit: number) => number;
}

/** Dependence from which on the offline error is told anew: below, what offline said by itself stands. */
const strong = 1.5;
/** Fewer days than this make no spread: one amount may be half of all of it. */
export const fewestOfSpread = 12;

/** `ends` of units, in order; `length` 7 for weeks. */
export const whatDaysTell = (offline: OfflineEstimate, production: readonly ToldDay[], ends: readonly number[], length: 1 | 7): WhatDaysTell => {
  const residuals = offlineResiduals(offline);
  const dependence = dayDependence(residuals, production.map(({ value }) => value));
  const mean = residuals.reduce((sum, x) => sum + x, 0) / Math.max(1, residuals.length);
  const lost = offline.season.dayOfWeek === null ? 1 : 7;
  const variance = residuals.length > lost ? residuals.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (residuals.length - lost) : 0;
  let until = 0;
  // Days until each unit's end.
  const days = ends.map((end) => { while (until < production.length && (production[until]?.end ?? Infinity) <= end) until++; return until; });
  const looked = production.some((day) => day.variance !== null);
  const scatters: Scatter[] = [offline.scatter ?? noScatter];
  for (const day of production) scatters.push(addDay(scatters.at(-1) ?? noScatter, day));
  return {
    inflation: (unit) => { const { longRun, withinWeek } = dependence(days[unit] ?? 0); return length === 7 ? longRun / withinWeek : longRun; },
    offlineError: (unit) => {
      const { longRun } = dependence(days[unit] ?? 0);
      return offline.standardError === 0 || longRun < strong || residuals.length === 0 ? offline.standardError : Math.max(offline.standardError, Math.sqrt((longRun * variance) / residuals.length));
    },
    spread: (unit) => (looked ? { days: (offline.scatter === undefined ? 0 : residuals.length) + (days[unit] ?? 0), told: daysOfSpread(scatters[days[unit] ?? 0] ?? noScatter) } : null),
    longRun: (unit) => dependence(days[unit] ?? 0).longRun,
  };
};
