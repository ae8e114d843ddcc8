import type { SeriesPlan, WindowStatistic } from "../domain/measure.ts";
import type { LabelMaturity } from "../domain/validation.ts";
import { dayOfWindow, endOf, localDayOf } from "../measure/window-time.ts";
import { type LabelCohort, labelAgeCurve } from "../stats/label-age-curve.ts";

/** A label without a time of arrival teaches nothing of how labels come in; more than this share of them, and the rest are not taken to stand for all. */
const mostUntimed = 0.05;
const dayMs = 86_400_000;

/** Age in whole days by which a window's labels are taken to have come, counted from the window's first local day. */
const maturityAge = (window: SeriesPlan["window"], maturitySeconds: number): number => Math.ceil((maturitySeconds * 1000) / dayMs) + (window === "week" ? 6 : 0);

/**
 * How labels come in. `statistics` are of one measure and one population, all windows and arrivals; times are milliseconds and seconds.
 *
 * A window is mature when `maturitySeconds` have passed since its end, and its labels are taken to have come by then or never to come. `curve` is the share of those labels that is there at
 * the end of each day of age, and needs at least one cohort (a day's windows) that was watched to that age; younger cohorts tell of the ages they have lived through
 * (label-age-curve). The day of `asOf` is not over, and is not counted.
 * `usableFromDays` is the age from which at least `leastShare` of the labels are there; what is younger cannot be corrected for, only left out. `late` is the share of all labels that came later
 * than agreed, in cohorts watched for twice as long.
 * Null where labels bear no time of arrival (more than one in twenty): nothing can be learned then.
 */
export const labelMaturity = (
  statistics: readonly WindowStatistic[],
  plan: Pick<SeriesPlan, "window" | "timeZone">,
  { asOf, maturitySeconds, leastShare }: { readonly asOf: number; readonly maturitySeconds: number; readonly leastShare: number },
): LabelMaturity | null => {
  const labelled = statistics.reduce((sum, statistic) => sum + statistic.labelled, 0);
  const untimed = statistics.reduce((sum, statistic) => sum + (statistic.arrived === null ? statistic.labelled : 0), 0);
  if (labelled > 0 && untimed > mostUntimed * labelled) return null;

  const mature = statistics.filter(({ window }) => endOf(plan, window) + maturitySeconds * 1000 <= asOf);
  const matureUntil = mature.reduce<number | null>((latest, { window }) => Math.max(latest ?? -Infinity, endOf(plan, window)), null);
  const rows = mature.reduce((sum, statistic) => sum + statistic.rows, 0);
  const came = mature.reduce((sum, statistic) => sum + statistic.labelled, 0);

  const last = maturityAge(plan.window, maturitySeconds);
  const cohorts = cohortsOf(statistics, plan, localDayOf(plan.timeZone, asOf) - 1);
  const watched = cohorts.filter(({ reached }) => reached >= last).length;
  const curve = labelAgeCurve(cohorts, last);
  const whole = watched > 0 ? (curve.at(-1)?.share ?? 0) : 0;
  const shares = whole > 0 ? curve.map(({ age, share }) => ({ days: age, share: Math.min(1, share / whole) })) : [];
  return {
    curve: shares, cohorts: watched, matureUntil: matureUntil === null ? null : new Date(matureUntil).toISOString(), coverage: rows > 0 ? came / rows : null,
    usableFromDays: shares.find(({ share }) => share >= leastShare)?.days ?? null, late: lateShare(cohorts, last),
  };
};

/** Rows by the local day of their window; rows whose label bears no time are left out. */
const cohortsOf = (statistics: readonly WindowStatistic[], plan: Pick<SeriesPlan, "window" | "timeZone">, lastWholeDay: number): LabelCohort[] => {
  const byDay = new Map<number, { reached: number; rows: number; arrived: Map<number, number> }>();
  const days = new Map<number, number>();
  for (const { window, arrived, rows, labelled } of statistics) {
    let day = days.get(window);
    if (day === undefined) days.set(window, (day = dayOfWindow(plan, window)));
    let cohort = byDay.get(day);
    if (cohort === undefined) byDay.set(day, (cohort = { reached: lastWholeDay - day, rows: 0, arrived: new Map() }));
    cohort.rows += arrived === null ? rows - labelled : rows;
    if (arrived !== null) cohort.arrived.set(arrived - day, (cohort.arrived.get(arrived - day) ?? 0) + labelled);
  }
  return [...byDay.values()];
};

const lateShare = (cohorts: readonly LabelCohort[], last: number): number | null => {
  const old = cohorts.filter(({ reached }) => reached >= 2 * last + 1);
  let [all, late] = [0, 0];
  for (const { arrived, reached } of old) {
    for (const [age, count] of arrived) {
      if (age > reached) continue;
      all += count;
      if (age > last) late += count;
    }
  }
  return all > 0 ? late / all : null;
};
