import type { Verdict } from "../domain/verdict.ts";
import type { Corridor, Range } from "./corridor-of.ts";
import type { Evidence } from "./evidence.ts";

export interface PathSettings {
  /** Units before anything is decided. */
  readonly least: number;
  /** Units of a week: 1 or 7. */
  readonly step: number;
  /** Whole weeks that must lie back inside, each and taken together, before a failure is over. */
  readonly backWeeks: number;
  /** ln of the evidence that fails. */
  readonly logThreshold: number;
  /** ln of what excludes a level from the sequence that passes. */
  readonly logInside: number;
  /** Whether anything can begin to be decided after a unit; always, when left out. */
  readonly knowable?: (end: number) => boolean;
}

/** The state after one unit. */
export interface PathPoint {
  readonly verdict: Extract<Verdict, "pass" | "fail" | "inconclusive">;
  readonly logE: number;
  /** Unit with which the largest evidence begins. */
  readonly start: number;
  /** Unit with which the present episode began: 0, or where production came back. */
  readonly from: number;
  readonly estimate: number;
  readonly range: Range;
}

/**
 * What a look after each unit says. Fail: the evidence since some start reaches the threshold. It stays a failure until the last `backWeeks` weeks, all after the departure began, lie inside taken together, and each
 * no further outside than two of its standard errors; from their first on a new episode is judged, with a new error of its own. Pass: the confidence sequence of the whole episode lies inside the narrowed corridor. Else inconclusive.
 */
export const verdictPath = (evidence: Evidence, count: number, corridorAt: (end: number) => Corridor, settings: PathSettings): PathPoint[] => {
  const { least, step, backWeeks, logThreshold, logInside } = settings;
  const path: PathPoint[] = [];
  let from = 0;
  let failing = false;
  for (let end = 0; end < count; end++) {
    const corridor = corridorAt(end);
    const known = settings.knowable?.(end) ?? true;
    let found = against(evidence, corridor, from, end, logThreshold);
    const begin = end + 1 - backWeeks * step;
    if (failing && begin > found.start && isBack(evidence, corridor.wide, { departed: found.start, begin, end, step })) {
      failing = false;
      from = begin;
      found = against(evidence, corridor, from, end, logThreshold);
    }
    if (known && end + 1 >= least && found.logE >= logThreshold) failing = true;
    const inside = evidence.interval(from, from, end, logInside);
    const verdict = failing ? "fail" : known && end + 1 >= least && inside.low >= corridor.narrow.low && inside.high <= corridor.narrow.high ? "pass" : "inconclusive";
    path.push({ verdict, ...found, logE: known || failing ? found.logE : Math.min(0, found.logE), from, estimate: evidence.estimate(from, end), range: evidence.interval(from, from, end, logThreshold) });
  }
  return path;
};

/** The least evidence against all ranges that are asked about, relative to what each needs; once one of them lacks it the others are not asked. `logThreshold` is what fails. */
const against = (evidence: Evidence, { asked, wide }: Corridor, from: number, end: number, logThreshold: number): ReturnType<Evidence["against"]> => {
  if (asked.length === 0) return evidence.against(wide, from, end);
  let least = { logE: Infinity, start: from };
  for (const { range, logLeast } of asked) {
    const { logE, start } = evidence.against(range, from, end);
    const relative = logE - logLeast + logThreshold;
    if (relative < least.logE) least = { logE: relative, start };
    if (relative < logThreshold) break;
  }
  return least;
};

const isBack = (evidence: Evidence, { low, high }: Range, { departed, begin, end, step }: { readonly departed: number; readonly begin: number; readonly end: number; readonly step: number }): boolean => {
  const errorsOutside = (first: number, last: number): number => {
    const mean = evidence.estimate(first, last);
    const beyond = Math.max(mean - high, low - mean);
    return beyond <= 0 ? 0 : beyond / evidence.standardError(departed, first, last);
  };
  // A level that stays a little outside is within an error of the edge on many a day, and who looks daily would see it come back.
  if (errorsOutside(begin, end) > 0) return false;
  for (let week = begin; week <= end; week += step) if (errorsOutside(week, week + step - 1) > 2) return false;
  return true;
};
