import type { Measure, SeriesPlan } from "../domain/measure.ts";
import { betweenVariance } from "../stats/between-variance.ts";
import { fewestForCosines } from "../stats/cosine-variance.ts";
import { dayOfWeekSeason } from "../stats/day-of-week-season.ts";
import { lagOneCorrelation } from "../stats/lag-one-correlation.ts";
import { countOf } from "../wording/count-of.ts";
import type { AboutBacktest, WholeValue } from "./about-backtest.ts";
import type { CountedDay } from "./counted-days.ts";
import { dayContributions } from "./day-contributions.ts";
import { longRunError } from "./long-run-error.ts";
import { rowError } from "./row-error.ts";

/** Days from which their spread is told; how surely is in the degrees of what is expected by it. */
const fewestForSpread = 7;

/** One population's estimate, with what is known of its days. */
export interface ToldOfDays {
  readonly n: number;
  readonly estimate: number;
  readonly standardError: number;
  readonly degrees: number | null;
  readonly method: string;
  readonly varianceOfARow: number | null;
  readonly betweenDays: number | null;
  readonly autocorrelation: number | null;
  readonly dayOfWeek: number[] | null;
}

/** Why there is none, and what to do about it. */
export interface NotTold {
  readonly missing: string;
  readonly todo: string;
}

/** Estimate, long-run error, season and spread of days of one measure in one population. `resampled`: what a bootstrap gave for the whole, where the measure does not add; only its error is taken, since production is told by its windows too. */
export const estimateOfDays = (measure: Measure, counted: readonly CountedDay[], unit: SeriesPlan["window"], timed: boolean, about: AboutBacktest, resampled: WholeValue | undefined): ToldOfDays | NotTold => {
  const fewest = fewestUnits(measure, about.minimumRows);
  const told = dayContributions(measure, counted, about.aggregation, fewest);
  const rows = counted.reduce((sum, { whole }) => sum + (measure.labelled ? whole.labelled : whole.rows), 0);
  if (told === null) return { missing: rows < about.minimumRows ? fewRows(rows, about.minimumRows) : `${countOf(rows, "usable row")} give it no value`, todo: moreRows(measure) };
  if (told.whole.n < fewest) return { missing: fewRows(told.whole.n, about.minimumRows), todo: moreRows(measure) };
  const days = timed ? told.days : [];
  const error = rowError(measure, told, resampled);
  // Few events are too few to tell Mondays from Sundays.
  const season = unit === "week" || error?.exact === true ? null : dayOfWeekSeason(days.map(({ day, weight, contribution }) => ({ phase: weekday(day), value: contribution / weight, weight })));
  const residuals = days.map(({ day, weight, contribution }) => contribution - weight * (season?.[weekday(day)] ?? 0));
  const longRun = longRunError(error, residuals, unit, timed, season === null ? 1 : new Set(days.map(({ day }) => weekday(day))).size);
  if (longRun === null) return { missing: `its rows cannot tell its error, and it has ${countOf(days.length, "day")} of the ${fewestForCosines} from which days can`, todo: "Take an offline source of more days, or give the value with its standard error under expected:." };
  if (!(longRun.standardError > 0)) return { missing: `nothing varies in its ${countOf(told.whole.n, "row")}, so that its error cannot be told`, todo: "Look whether the source holds what it should, or give the value with its standard error under expected:." };
  const enough = days.length >= (unit === "week" ? 4 : fewestForSpread);
  const sampling = (weight: number): number => ((error?.variance ?? 0) * days.length) / weight;
  const between = enough ? betweenVariance(days.map(({ day, weight, contribution }) => ({ value: contribution / weight, weight, sampling: sampling(weight), phase: season === null ? 0 : weekday(day) }))) : null;
  return {
    n: told.whole.n, estimate: told.estimate, standardError: longRun.standardError, degrees: longRun.degrees, method: longRun.method,
    // Of a unit: of a person's rows together where people are counted.
    varianceOfARow: error === null ? null : error.variancePooled * (measure.shape === "count" ? Math.max(told.whole.n, 0.5) : told.whole.n),
    // Weeks as seven independent days would make them, so that a week expected from it varies as the weeks did.
    betweenDays: between === null ? null : Math.sqrt(between * (unit === "week" ? 7 : 1)),
    autocorrelation: unit === "week" ? null : lagOneCorrelation(residuals),
    dayOfWeek: season,
  };
};

/** That nothing happened in a known time is as good a count as any other: only shares and means need rows. */
export const fewestUnits = ({ shape }: Measure, minimumRows: number): number => (shape === "count" ? 0 : minimumRows);

/** 0 Monday … 6 Sunday; 1970-01-01 was a Thursday. */
const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;

const fewRows = (rows: number, needed: number): string => `it has ${countOf(rows, "usable row")}, and ${needed.toLocaleString("en-US")} are needed`;

const moreRows = ({ labelled }: Measure): string => (labelled ? "Take an offline source with more labelled rows, or check that its labels were joined." : "Take an offline source with more rows.");
