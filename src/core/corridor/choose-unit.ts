import type { Measure } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";
import { chiSquareSurvival } from "../stats/distributions.ts";
import { offlineResiduals } from "./offline-residuals.ts";

/** What the choice of the unit depends on; nothing of it is an outcome of production. */
export interface UnitQuestion {
  readonly shape: Measure["shape"];
  readonly window: "hour" | "day" | "week";
  readonly offline: OfflineEstimate;
  /** Usable rows of a usual day of production. */
  readonly rowsOfADay: number;
  /** Exposure of a usual day, and metric per event and exposure; null where events are not counted one by one. */
  readonly events: { readonly exposureOfADay: number; readonly scale: number } | null;
}

export interface ChosenUnit {
  readonly unit: "week" | "day" | "event";
  /** How much more the mean of such units varies than independent ones would. */
  readonly inflation: number;
  readonly why: string;
  /** Events are the rows that are not counted: a share near 1 has few failures, and those are what comes as rare events do. */
  readonly mirrored?: true;
}

/** Correlation of neighbouring days, its error added, above which days are not judged one by one. */
const strongest = 0.5;
const fewestDays = 56;
/** Normal days show it in one of 500 backtests of 56 days; means of days that are more skewed are too far from normal for t limits, and those of weeks are nearer by the root of seven. */
const skewed = 1;
/** Standard errors from which on a correlation is no chance. */
const clearly = 2;

/**
 * The unit of evidence. Rare events where they are counted and come as independently as chance makes them; else days where the offline data tell their season and how they hang together; else whole weeks.
 * Days are three times as fast to fail, for a late departure fills days at once. Their correlation, at one standard error above what was seen, is in the variance of either.
 */
export const chooseUnit = ({ shape, window, offline, rowsOfADay, events }: UnitQuestion, settings: Pick<CorridorSettings, "rareEvents">): ChosenUnit => {
  const { autocorrelation, days, season, varianceOfARow, betweenDays, n } = offline;
  if (events !== null && (shape === "ratio" || shape === "count")) {
    const mirrored = shape === "ratio" && offline.estimate > 0.5 && offline.estimate <= 1;
    const counted = mirrored ? mirrorOf(offline) : offline;
    const weekly = (7 * counted.estimate * events.exposureOfADay) / events.scale;
    if (weekly < settings.rareEvents) {
      const clustered = dispersionP(counted, shape, events, rowsOfADay);
      const what = mirrored ? "rows that are none of what is counted" : "events";
      const why = `${weekly.toPrecision(2)} ${what} are expected in a week: too few for how weeks differ, so they are counted exactly`;
      if (clustered === null || clustered >= 0.01) return { unit: "event", inflation: 1, why, ...(mirrored ? { mirrored } : {}) };
      return { unit: "week", inflation: inflationOf(offline, 7, rowsOfADay), why: "events are few, but came in clusters offline, so that whole weeks are the unit" };
    }
  }
  const weeks = (why: string): ChosenUnit => ({ unit: "week", inflation: inflationOf(offline, 7, rowsOfADay), why: `whole weeks are the unit: ${why}` });
  if (window === "week") return weeks("windows are weeks");
  if (shape !== "ratio" && shape !== "count") return weeks("the metric does not add over days");
  if (days < fewestDays || season.dayOfWeek === null || autocorrelation === null) return weeks(`the season of weekdays is told from ${fewestDays} offline days on, and there ${days === 1 ? "is 1" : `are ${days}`}`);
  const skewness = skewnessOf(offline);
  if (Math.abs(skewness) > skewed) return weeks(`offline days are skewed (by ${skewness.toFixed(1)}): single ones decide too much`);
  const upper = upperCorrelation(offline);
  if (upper > strongest) return weeks(`neighbouring days offline may be correlated by ${upper.toFixed(2)}`);
  if (shape === "ratio") {
    if (varianceOfARow === null || n === 0) return weeks("how rows vary offline is not known");
    const level = betweenDays ?? 0;
    const seasonError = ((level ** 2 + (varianceOfARow * days) / n) * 7) / days;
    if (seasonError > (level ** 2 + varianceOfARow / Math.max(1, rowsOfADay)) / 4) return weeks("offline has too few rows to tell weekdays apart as well as production does");
  }
  return { unit: "day", inflation: inflationOf(offline, 1, rowsOfADay), why: `days with the season of weekdays removed are the unit; ${upper > 0 ? `their correlation, taken as ${upper.toFixed(2)}, is in the variance` : "neighbouring days are not correlated"}` };
};

/** Third standardised moment of offline days, their season removed. */
const skewnessOf = (offline: OfflineEstimate): number => {
  const values = offlineResiduals(offline);
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const moment = (power: number): number => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / Math.max(1, values.length);
  return moment(2) > 0 ? moment(3) / moment(2) ** 1.5 : 0;
};

const mirrorOf = (offline: OfflineEstimate): OfflineEstimate => ({ ...offline, estimate: 1 - offline.estimate, daily: offline.daily.map((day) => ({ ...day, value: day.value === null ? null : 1 - day.value })) });

const upperCorrelation = ({ autocorrelation, days }: OfflineEstimate): number => (autocorrelation === null ? 0 : Math.max(0, Math.min(0.95, autocorrelation + Math.sqrt((1 - autocorrelation ** 2) / Math.max(1, days)))));

/**
 * How much more the mean of units of `length` days varies than units' own variance says. As of an AR(1) whose correlation is one standard error above what was seen; or, where what was seen is clearly no chance and
 * rows of a day hide a part of it, as of an AR(1) of day levels under production's own rows, if that is more. (Levels that are correlated by 0.9 may show 0.3 through 2,000 rows of a share.)
 */
const inflationOf = (offline: OfflineEstimate, length: 1 | 7, rowsOfADay: number): number => {
  const { autocorrelation, betweenDays, varianceOfARow, n, days } = offline;
  const seen = inflationUnder(upperCorrelation(offline), 0, length);
  if (autocorrelation === null || autocorrelation * Math.sqrt(days) < clearly || betweenDays === null || betweenDays === 0 || varianceOfARow === null || n === 0) return seen;
  const level = betweenDays ** 2;
  const hidden = Math.min(0.95, (autocorrelation * (level + (varianceOfARow * days) / n)) / level);
  return Math.max(seen, inflationUnder(hidden, varianceOfARow / Math.max(1, rowsOfADay) / level, length));
};

/** Long-run variance of days over `length` times that of the mean of `length` days, for an AR(1) of variance 1 with independent errors of variance `errors`. */
const inflationUnder = (r: number, errors: number, length: 1 | 7): number => {
  let within = 1;
  for (let lag = 1; lag < length; lag++) within += 2 * (1 - lag / length) * r ** lag;
  return (errors + (1 + r) / (1 - r)) / (errors + within);
};

/** p value of "offline days hold events as chance makes them", by their index of dispersion; null where too few were seen to tell. */
const dispersionP = ({ daily, estimate }: OfflineEstimate, shape: Measure["shape"], { exposureOfADay, scale }: NonNullable<UnitQuestion["events"]>, rowsOfADay: number): number | null => {
  const days = daily.flatMap(({ value, n }) => (value === null || n === 0 ? [] : [{ value, exposure: shape === "count" ? exposureOfADay : (n * exposureOfADay) / Math.max(1, rowsOfADay) }]));
  const expected = days.map(({ exposure }) => (estimate / scale) * exposure);
  if (days.length < 7 || !(expected.reduce((sum, each) => sum + each, 0) >= 5)) return null;
  const statistic = days.reduce((sum, { value, exposure }, at) => sum + (((value / scale) * exposure - (expected[at] ?? 0)) ** 2) / Math.max(1e-12, expected[at] ?? 0), 0);
  return chiSquareSurvival(statistic, days.length - 1);
};
