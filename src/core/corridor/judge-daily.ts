import type { Hypothesis } from "../domain/hypothesis.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";
import { chooseUnit } from "./choose-unit.ts";
import { corridorAfter } from "./corridor-after.ts";
import { corridorOf, limitsByError } from "./corridor-of.ts";
import type { Unit } from "./evidence.ts";
import { evidenceOf } from "./evidence-of.ts";
import { jointLevels } from "./joint-levels.ts";
import { limitsByEvents } from "./limits-by-events.ts";
import { type PathPoint, verdictPath } from "./verdict-path.ts";
import { whatDaysTell } from "./what-days-tell.ts";

/** Whole local days of a share or a mean, the first a Monday: `sum` of `n` rows; `squares` where their values are not 0 and 1. */
export interface JudgeDailyInput {
  readonly days: readonly { readonly sum: number; readonly n: number; readonly squares?: number }[];
  readonly offline: OfflineEstimate;
  readonly margin: Hypothesis["margin"];
  readonly settings: CorridorSettings;
  /** Whether sums count events one by one; then rare ones are judged exactly. */
  readonly counts: boolean;
  /** The unit, where it is not to be chosen. */
  readonly unit?: "week" | "day";
}

/**
 * The verdict's construction on daily sums, without windows, calendars and labels: what simulations of it and the calibration of alarms run on. `day` of a point counts whole days from the first:
 * the look after so many days is the first that could say it.
 */
export const judgeDaily = ({ days, offline, margin, settings, counts, unit }: JudgeDailyInput): { readonly unit: "week" | "day" | "event"; /** Whether nothing can be told at the end, for a few values make most of the spread. */ readonly untold: boolean; readonly path: readonly (PathPoint & { readonly day: number })[] } => {
  const rows = days.reduce((sum, { n }) => sum + n, 0) / Math.max(1, days.length);
  const events = counts ? { exposureOfADay: rows, scale: 1 } : null;
  const proposed = chooseUnit({ shape: "ratio", window: unit ?? "day", offline, rowsOfADay: rows, events }, settings);
  const length = proposed.unit === "week" ? 7 : 1;
  const units: Unit[] = [];
  for (let day = 0; day + length <= days.length; day += length) {
    const own = days.slice(day, day + length);
    const [sum, n] = [own.reduce((total, each) => total + each.sum, 0), own.reduce((total, each) => total + each.n, 0)];
    if (n > 0) units.push({ day, start: day, end: day + length, value: sum / n - (proposed.unit === "day" ? offline.season.dayOfWeek?.[day % 7] ?? 0 : 0), n, events: sum, exposure: n, variance: null, rows: n, labelled: n });
  }
  const season = offline.season.dayOfWeek;
  const told = proposed.unit === "event" ? undefined : whatDaysTell(offline, days.flatMap(({ sum, n, squares }, day) =>
    (n === 0 ? [] : [{ end: day + 1, value: sum / n - (season?.[day % 7] ?? 0), exposure: n, variance: squares === undefined || n < 2 ? null : Math.max(0, squares - (sum * sum) / n) / (n * (n - 1)) }])), units.map(({ end }) => end), length);
  const { evidence, path } = evidenceOf({ chosen: proposed, units, offline, weighted: true, law: "share", scale: 1, settings, told });
  const exactly = proposed.unit === "event" && events !== null ? limitsByEvents(offline, "share", events, rows) : null;
  const levels = jointLevels(settings.alpha, offline.standardError === 0);
  const corridor = corridorAfter(offline, told, (standardError) => corridorOf({ margin }, offline.estimate, exactly ?? limitsByError({ ...offline, standardError }), settings.offlineAlpha, levels));
  return { unit: proposed.unit, untold: !(path.knowable?.(units.length - 1) ?? true), path: verdictPath(evidence, units.length, corridor, path).map((point, at) => ({ ...point, day: units[at]?.end ?? 0 })) };
};
