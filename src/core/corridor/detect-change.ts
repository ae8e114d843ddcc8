import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { DetectorState } from "../domain/validation.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";
import { cosineVariance } from "../stats/cosine-variance.ts";
import { shiryaevRoberts } from "../stats/shiryaev-roberts.ts";
import type { Unit } from "./evidence.ts";

/** Days of the reference, below which a long-run variance is not told. */
const fewest = 28;
/** An alarm is shown for so many days. */
const shown = 28;

/**
 * Has the level changed? A Shiryaev-Roberts e-detector over production's days, season removed, against the offline days (or, without enough of them, production's own first 28), scaled by their long-run variance, inflated for
 * its own error, nu / (nu - 2), and by 28 times the variance of the level it is held against (28 / days where days of the reference bear as many rows). It warns and decides nothing.
 */
export const detectChange = (days: readonly Unit[], offline: OfflineEstimate, settings: Pick<CorridorSettings, "runLength">, labelOf: (unit: Unit) => string): DetectorState => {
  const offlineDays = offline.daily.flatMap(({ day, value, n }) => (value === null || n === 0 ? [] : [{ value: value - (offline.season.dayOfWeek?.[weekday(day)] ?? 0), n }]));
  const own = offlineDays.length < fewest;
  const reference = own ? days.slice(0, fewest).map(({ value, n }) => ({ value, n })) : offlineDays;
  const watched = own ? days.slice(fewest) : days;
  const method = `Shiryaev-Roberts e-detector on days${offline.season.dayOfWeek === null ? "" : ", season removed"}, against ${own ? `production's first ${fewest} days` : `${reference.length} offline days`}`;
  const refuse = (refused: string): DetectorState => ({ method, runLength: settings.runLength, alarm: false, since: null, logValue: 0, refused });
  if (reference.length < fewest) return refuse(`${fewest} days are needed as a reference: offline has ${offlineDays.length}, production ${days.length}`);
  const spread = cosineVariance(reference.map(({ value }) => value));
  if (spread === null || spread.degrees <= 2) return refuse("the reference is too short for its long-run variance");
  if (watched.length === 0) return refuse("no day after the reference has been judged");
  const rows = reference.reduce((sum, { n }) => sum + n, 0) / reference.length;
  const ownError = spread.degrees / (spread.degrees - 2);
  // An offline level of few rows may lie further off than any day: production's days, however many rows they bear, cannot be held to it more closely.
  const ofCentre = Math.max(spread.longRun / reference.length, own ? 0 : offline.standardError ** 2);
  const centre = own ? reference.reduce((sum, { value }) => sum + value, 0) / reference.length : offline.estimate;
  const scaleOf = (n: number): number => {
    // Rows of a day make a part of its variance that follows their number; the rest does not.
    const other = offline.varianceOfARow === null || n <= 0 ? 0 : offline.varianceOfARow * (1 / n - 1 / rows);
    const ofRows = offline.varianceOfARow === null || n <= 0 ? 0 : offline.varianceOfARow / n;
    return Math.sqrt((Math.max(spread.longRun / 4, spread.longRun + other, ofRows) + fewest * ofCentre) * ownError);
  };
  const scales = watched.map(({ n }) => scaleOf(n));
  // Equal numbers differ by rounding only.
  if (!(Math.max(spread.longRun, offline.varianceOfARow ?? 0) > (1e-9 * centre) ** 2)) return refuse("days of the reference do not differ, so that no change can be scaled");
  const { path, alarms, since } = shiryaevRoberts(watched.map(({ value }, at) => (value - centre) / (scales[at] ?? 1)), settings.runLength);
  const last = alarms.at(-1);
  const alarm = last !== undefined && watched.length - 1 - last < shown;
  // What alarms again as soon as it began anew is one change, which began with the first.
  let first = alarms.length - 1;
  while (first > 0 && (since[first] ?? 0) - (alarms[first - 1] ?? 0) <= 7) first -= 1;
  const begin = alarm ? watched[since[first] ?? 0] : undefined;
  return { method, runLength: settings.runLength, alarm, since: begin === undefined ? null : labelOf(begin), logValue: (alarm ? path[last] : path.at(-1)) ?? 0, refused: null };
};

const weekday = (day: string): number => (new Date(`${day.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7;
