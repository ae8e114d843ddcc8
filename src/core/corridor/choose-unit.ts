import type { Measure } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";
import { chiSquareSurvival } from "../stats/distributions.ts";

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
}

/** Correlation of neighbouring days, its error added, above which days are not judged one by one. */
const strongest = 0.5;
const fewestDays = 56;

/**
 * The unit of evidence. Rare events where they are counted and come as independently as chance makes them; else days where the offline data tell their season and how they hang together; else whole weeks.
 * Days are three times as fast to fail, for a late departure fills days at once. Their correlation, at one standard error above what was seen, is in the variance of either.
 */
export const chooseUnit = ({ shape, window, offline, rowsOfADay, events }: UnitQuestion, settings: Pick<CorridorSettings, "rareEvents">): ChosenUnit => {
  const { autocorrelation, days, season, varianceOfARow, betweenDays, n } = offline;
  if (events !== null && (shape === "ratio" || shape === "count")) {
    const weekly = (7 * offline.estimate * events.exposureOfADay) / events.scale;
    if (weekly < settings.rareEvents) {
      const clustered = dispersionP(offline, shape, events, rowsOfADay);
      if (clustered === null || clustered >= 0.01) return { unit: "event", inflation: 1, why: `${weekly.toPrecision(2)} events are expected in a week: too few for how weeks differ, so they are counted exactly` };
      return { unit: "week", inflation: weekly7(offline), why: "events are few, but came in clusters offline, so that whole weeks are the unit" };
    }
  }
  const weeks = (why: string): ChosenUnit => ({ unit: "week", inflation: weekly7(offline), why: `whole weeks are the unit: ${why}` });
  if (window === "week") return weeks("windows are weeks");
  if (shape !== "ratio" && shape !== "count") return weeks("the metric does not add over days");
  if (days < fewestDays || season.dayOfWeek === null || autocorrelation === null) return weeks(`the season of weekdays is told from ${fewestDays} offline days on, and there ${days === 1 ? "is 1" : `are ${days}`}`);
  const upper = upperCorrelation(offline);
  if (upper > strongest) return weeks(`neighbouring days offline may be correlated by ${upper.toFixed(2)}`);
  if (shape === "ratio") {
    if (varianceOfARow === null || n === 0) return weeks("how rows vary offline is not known");
    const level = betweenDays ?? 0;
    const seasonError = ((level ** 2 + (varianceOfARow * days) / n) * 7) / days;
    if (seasonError > (level ** 2 + varianceOfARow / Math.max(1, rowsOfADay)) / 4) return weeks("offline has too few rows to tell weekdays apart as well as production does");
  }
  return { unit: "day", inflation: (1 + upper) / (1 - upper), why: `days with the season of weekdays removed are the unit; ${upper > 0 ? `their correlation, taken as ${upper.toFixed(2)}, is in the variance` : "neighbouring days are not correlated"}` };
};

const upperCorrelation = ({ autocorrelation, days }: OfflineEstimate): number => (autocorrelation === null ? 0 : Math.max(0, Math.min(0.95, autocorrelation + Math.sqrt((1 - autocorrelation ** 2) / Math.max(1, days)))));

/** What days that hang together leave over between weeks: long-run variance of days over seven times that of a week's mean, for an AR(1). */
const weekly7 = (offline: OfflineEstimate): number => {
  const r = upperCorrelation(offline);
  const within = 1 + 2 * [1, 2, 3, 4, 5, 6].reduce((sum, lag) => sum + (1 - lag / 7) * r ** lag, 0);
  return (1 + r) / (1 - r) / within;
};

/** p value of "offline days hold events as chance makes them", by their index of dispersion; null where too few were seen to tell. */
const dispersionP = ({ daily, estimate }: OfflineEstimate, shape: Measure["shape"], { exposureOfADay, scale }: NonNullable<UnitQuestion["events"]>, rowsOfADay: number): number | null => {
  const days = daily.flatMap(({ value, n }) => (value === null || n === 0 ? [] : [{ value, exposure: shape === "count" ? exposureOfADay : (n * exposureOfADay) / Math.max(1, rowsOfADay) }]));
  const expected = days.map(({ exposure }) => (estimate / scale) * exposure);
  if (days.length < 7 || !(expected.reduce((sum, each) => sum + each, 0) >= 5)) return null;
  const statistic = days.reduce((sum, { value, exposure }, at) => sum + (((value / scale) * exposure - (expected[at] ?? 0)) ** 2) / Math.max(1e-12, expected[at] ?? 0), 0);
  return chiSquareSurvival(statistic, days.length - 1);
};
