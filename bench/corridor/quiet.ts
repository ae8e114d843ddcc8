import { streamOf } from "../../src/core/random/stream-of.ts";
import { drawDays, type Noise, noises } from "./draw-days.ts";
import { offlineOfDays } from "./offline-of-days.ts";
import { commonRules, corridor, detector, type Rule } from "./rules.ts";

/** How often a rule alarmed at least once in a quiet year. */
export interface QuietCell {
  readonly rule: Rule;
  readonly noise: Noise;
  readonly offlineRows: number;
  readonly alarmed: number;
  readonly of: number;
}

export const offlineSizes = [2_000, 10_000, 100_000] as const;
export const share = 0.1;
export const rowsADay = 2_000;
/** Whole weeks: a year's first 364 days. */
export const year = 364;
export const offlineDays = 56;
/** The change detector looks at every start on every day, which takes its time: one year in so many. */
const seldom = 5;

/** 364 days on which nothing happens, looked at daily, under each noise and with a backtest of each size: offline and production come from one law. */
export const quietYears = (replications: number, seed: number, note: (line: string) => void): QuietCell[] =>
  noises.flatMap((noise) => offlineSizes.flatMap((offlineRows) => {
    const rules = [corridor, detector, ...commonRules];
    const alarmed = new Map<Rule, number>(rules.map((rule) => [rule, 0]));
    for (let replication = 0; replication < replications; replication += 1) {
      const random = streamOf(seed, `quiet ${noise} ${offlineRows} ${replication}`);
      const reference = drawDays(random, noise, { days: offlineDays, rows: Math.round(offlineRows / offlineDays), share });
      const situation = { reference, offline: offlineOfDays(reference), production: drawDays(random, noise, { days: year, rows: rowsADay, share }), margin: 0 };
      for (const rule of rules) if ((rule !== detector || replication % seldom === 0) && rule.firstAlarm(situation) !== null) alarmed.set(rule, (alarmed.get(rule) ?? 0) + 1);
    }
    note(`${noise}, ${offlineRows.toLocaleString("en-US")} offline rows: ${alarmed.get(corridor)} of ${replications}`);
    return rules.map((rule) => ({ rule, noise, offlineRows, alarmed: alarmed.get(rule) ?? 0, of: rule === detector ? Math.ceil(replications / seldom) : replications }));
  }));
