import { streamOf } from "../../src/core/random/stream-of.ts";
import { type Change, drawDays, type Noise } from "./draw-days.ts";
import { offlineOfDays } from "./offline-of-days.ts";
import { offlineDays, rowsADay, share, year } from "./quiet.ts";
import { charts, corridor, detector, type Situation } from "./rules.ts";

export interface Departure {
  readonly id: string;
  readonly title: string;
  readonly rows: number;
  readonly share: number;
  readonly change: Change;
}

/** How soon something is found that found nothing in 95 of 100 quiet years. */
export interface DelayCell {
  readonly departure: Departure;
  readonly noise: Noise;
  readonly rule: string;
  readonly title: string;
  /** Share of the runs in which it alarmed before anything had happened, and of the others in which it then found it. */
  readonly early: number;
  readonly found: number;
  /** Days from the change to the alarm, over the runs that found it; null where fewer than half did. */
  readonly median: number | null;
  readonly ninetieth: number | null;
  /** Years drawn. */
  readonly of: number;
}

const at = (from: number): readonly Departure[] => [
  { id: `small-${from}`, title: `0.10 becomes 0.105 on day ${from}`, rows: rowsADay, share, change: { from, add: 0.005 } },
  { id: `large-${from}`, title: `0.10 becomes 0.12 on day ${from}`, rows: rowsADay, share, change: { from, add: 0.02 } },
  { id: `ramp-${from}`, title: `0.10 rises to 0.12 within 60 days from day ${from} on`, rows: rowsADay, share, change: { from, add: 0.02, ramp: 60 } },
  { id: `rare-${from}`, title: `1 in 10,000 becomes 2 in 10,000 on day ${from}, 20,000 rows a day`, rows: 20_000, share: 1e-4, change: { from, times: 2 } },
];

export const departures: readonly Departure[] = [...at(60), ...at(200)];
export const delayNoises = ["independent rows", "season, and days that hang together"] as const satisfies readonly Noise[];

/** The part of quiet years in which a chart may alarm: that of the corridor. */
const budget = 0.05;

/** The charts are given what they never have: limits tuned on many quiet years of the very law they then watch. */
export const delays = (replications: number, seed: number, note: (line: string) => void): DelayCell[] =>
  delayNoises.flatMap((noise) => departures.flatMap((departure) => {
    const situationOf = (purpose: string, change: Change | null): Situation => {
      const random = streamOf(seed, `${purpose} ${departure.id} ${noise}`);
      const reference = drawDays(random, noise, { days: offlineDays, rows: departure.rows, share: departure.share });
      return { reference, offline: offlineOfDays(reference), production: drawDays(random, noise, { days: year, rows: departure.rows, share: departure.share, change }), margin: 0 };
    };
    const quiet = Array.from({ length: replications }, (_, replication) => situationOf(`tuning ${replication}`, null));
    const limits = charts.map(({ statistic }) => quantile(quiet.map((situation) => Math.max(...statistic(situation))), 1 - budget));
    const alarms = new Map<string, (number | null)[]>();
    const keep = (rule: string, alarm: number | null): void => { alarms.set(rule, [...(alarms.get(rule) ?? []), alarm]); };
    for (let replication = 0; replication < replications; replication += 1) {
      const situation = situationOf(`departed ${replication}`, departure.change);
      for (const rule of [corridor, detector]) keep(rule.id, rule.firstAlarm(situation));
      charts.forEach(({ id, statistic }, place) => { const day = statistic(situation).findIndex((value) => value > (limits[place] ?? Infinity)); keep(id, day < 0 ? null : day + 1); });
    }
    const { from } = departure.change;
    note(`${departure.title}, ${noise}`);
    return [corridor, detector, ...charts].map(({ id, title }): DelayCell => {
      const all = alarms.get(id) ?? [];
      const later = all.filter((day) => day === null || day > from);
      const found = later.filter((day) => day !== null).map((day) => day - from);
      return {
        departure, noise, rule: id, title, of: all.length, early: 1 - later.length / Math.max(1, all.length), found: found.length / Math.max(1, later.length),
        // What was never found took longer than the year.
        median: found.length * 2 < later.length ? null : quantile([...found, ...Array.from({ length: later.length - found.length }, () => Infinity)], 0.5),
        ninetieth: found.length < 0.9 * later.length ? null : quantile([...found, ...Array.from({ length: later.length - found.length }, () => Infinity)], 0.9),
      };
    });
  }));

const quantile = (numbers: readonly number[], q: number): number => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.ceil(q * numbers.length) - 1)] ?? Number.NaN;
