import type { SeriesJudgement } from "../domain/validation.ts";
import { dayLabel, weekOfDay } from "../measure/window-time.ts";
import { countOf } from "../wording/count-of.ts";
import { percent } from "../wording/percent.ts";
import { shortNumber } from "../wording/short-number.ts";
import type { Corridor, Range } from "./corridor-of.ts";

/** A value as everywhere else beside the verdict: shares in per cent. */
const valueWords = (x: number, unit: string): string => (unit === "share" ? percent(x) : unit === "ms" ? `${shortNumber(x)} ms` : shortNumber(x));

/** `9 % to 11 %`, `at least 0.09`, `at most 120 ms`. */
const rangeWords = ({ low, high }: Range, unit: string): string =>
  low === -Infinity ? (high === Infinity ? "anywhere" : `at most ${valueWords(high, unit)}`) : high === Infinity ? `at least ${valueWords(low, unit)}` : `${valueWords(low, unit)} to ${valueWords(high, unit)}`;

/** Why units tell less than there are of them: single amounts make most of the spread of all rows, or days hang together. */
export type VerdictDoubt = { readonly kind: "tail"; readonly days: number; readonly told: number; readonly needed: number } | { readonly kind: "together"; readonly longRun: number };

interface VerdictWordsQuestion {
  readonly verdict: SeriesJudgement["verdict"];
  /** Of the metric: `share`, `ms`, … */
  readonly metricUnit: string;
  readonly unit: SeriesJudgement["unit"];
  readonly units: number;
  readonly least: number;
  readonly corridor: Corridor;
  readonly estimate: number | null;
  readonly range: Range | null;
  readonly since: { readonly label: string; readonly estimate: number } | null;
  /** Where the present episode began, after a failure that is over; null for the first. */
  readonly returned: string | null;
  readonly logE: number;
  readonly threshold: number;
  readonly whyUnit: string;
  readonly doubt: VerdictDoubt | null;
}

/** Why the verdict is what it is, in one or two sentences. */
export const verdictWords = ({ verdict, metricUnit, unit, units, least, corridor, estimate, range, since, returned, logE, threshold, whyUnit, doubt }: VerdictWordsQuestion): string => {
  const kind = unit === "week" ? "week" : "day";
  if (corridor.sides === 0) return "neither side of the corridor is judged";
  if (units === 0) return `no ${unit === "week" ? "whole week" : "day"} can be judged yet (${whyUnit})`;
  const where = `the corridor of ${rangeWords(corridor.wide, metricUnit)} (${valueWords(corridor.estimate, metricUnit)} offline; its margin and its own error are in it)`;
  const episode = returned === null ? "" : ` since production came back on ${returned}`;
  if (verdict === "fail" && since !== null) return `${valueWords(since.estimate, metricUnit)} since ${since.label}, outside ${where}; evidence ${odds(logE)} to 1 where ${odds(threshold)} to 1 fails`;
  const seen = `${countOf(units, kind)}${episode} at ${estimate === null ? "no value" : valueWords(estimate, metricUnit)}, surely ${range === null ? "anywhere" : rangeWords(range, metricUnit)}`;
  if (verdict === "pass") return `${seen}: inside ${where} at every look`;
  if (doubt?.kind === "tail") return `${seen}; a few very large values make most of the spread of ${doubt.days.toLocaleString("en-US")} days, as if it were told by ${shortNumber(doubt.told)} of them, and ${doubt.needed} are needed: neither inside nor outside ${where} can be told. Judge a quantile, or values with an upper limit, or wait: about ${Math.ceil((doubt.days * doubt.needed) / doubt.told).toLocaleString("en-US")} days are needed if it goes on like this`;
  if (units < least) return `${seen}; ${least} are needed before anything can be decided (${whyUnit})`;
  if (corridor.narrow.low > corridor.narrow.high) return `${seen}; the offline error is larger than the margin, so that nothing can be shown to lie inside ${where}; only a departure can be seen`;
  const together = doubt === null ? "" : `; days hang together, so that ${Math.ceil(doubt.longRun).toLocaleString("en-US")} of them tell what one would by itself`;
  return `${seen}: neither shown inside nor outside ${where}${together}`;
};

const odds = (log: number): string => (log > Math.log(1e6) ? "over 1,000,000" : Math.max(1, Math.round(Math.exp(log))).toLocaleString("en-US"));

/** What nothing can tell yet: the first weeks. Null once there are units enough. `next` is the first local day that could belong to the next unit. */
export const blindWords = ({ unit, units, least, next, maturityDays }: { readonly unit: SeriesJudgement["unit"]; readonly units: number; readonly least: number; readonly next: number; readonly maturityDays: number }): string | null => {
  if (units >= least) return null;
  const length = unit === "week" ? 7 : 1;
  const until = dayLabel((unit === "week" ? weekOfDay(next + 3) : next) + (least - units) * length + maturityDays);
  const what = unit === "week" ? "whole weeks are the unit" : unit === "day" ? "days with their season removed are the unit" : "days of counted events are the unit";
  return `${what}; ${least} are needed before anything can be decided, and there ${units === 1 ? "is 1" : `are ${units}`}; until ${until} only single windows and the change detector can show something`;
};
