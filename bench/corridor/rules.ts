import { detectChange } from "../../src/core/corridor/detect-change.ts";
import { judgeDaily } from "../../src/core/corridor/judge-daily.ts";
import type { OfflineEstimate } from "../../src/core/domain/offline-estimate.ts";
import { corridorSettings } from "../../src/core/judge/corridor-settings.ts";
import { jsDistance } from "../../src/core/stats/js-distance.ts";
import type { Day } from "./draw-days.ts";

export interface Situation {
  readonly reference: readonly Day[];
  readonly offline: OfflineEstimate;
  readonly production: readonly Day[];
  readonly margin: number;
}

/** A way of alarming: how many days had passed when it first did, or null. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly firstAlarm: (situation: Situation) => number | null;
}

/** A rule that looks at every day. */
export interface DailyRule extends Rule {
  readonly alarms: (situation: Situation) => boolean[];
}

const z95 = 1.959964;
const values = (days: readonly Day[]): number[] => days.map(({ sum, n }) => sum / n);
const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
const deviation = (numbers: readonly number[], divisor = numbers.length - 1): number => { const m = mean(numbers); return Math.sqrt(numbers.reduce((sum, x) => sum + (x - m) ** 2, 0) / divisor); };
const daily = (id: string, title: string, alarms: DailyRule["alarms"]): DailyRule => ({ id, title, alarms, firstAlarm: (situation) => { const at = alarms(situation).indexOf(true); return at < 0 ? null : at + 1; } });

/** Ours: whether the corridor says `fail`, on the first day whose look could say it. */
export const corridor: Rule = {
  id: "corridor", title: "Lockstep, corridor",
  firstAlarm: ({ offline, production, margin }) => judgeDaily({ days: production, offline, margin: { below: margin, above: margin, relative: false }, settings: corridorSettings, counts: true }).path.find(({ verdict }) => verdict === "fail")?.day ?? null,
};

/** Ours that warns and decides nothing: `detectChange` on the same days, looked at daily. It does not err in 5 % of years, but once in so many days on average. */
export const detector: Rule = {
  id: "detector", title: "Lockstep, change detector (warns)",
  firstAlarm: ({ offline, production }) => {
    const days = production.map(({ sum, n }, day) => ({ day, start: day, end: day + 1, value: sum / n - (offline.season.dayOfWeek?.[day % 7] ?? 0), n, events: sum, exposure: n, variance: null, rows: n, labelled: n }));
    const alarmed = (after: number): boolean => detectChange(days.slice(0, after), offline, corridorSettings, () => "").alarm;
    // An alarm is shown for 28 days: the first look at every such block that shows one says in which it came.
    for (let block = detectorShows; block - detectorShows < days.length; block += detectorShows) {
      if (!alarmed(Math.min(block, days.length))) continue;
      let after = block - detectorShows + 1;
      while (!alarmed(after)) after += 1;
      return after;
    }
    return null;
  },
};
const detectorShows = 28;

/** Rules in use, with their documented defaults, each looked at daily; `peers/` compares those of the libraries with the libraries themselves. */
export const commonRules: readonly DailyRule[] = [
  // StandardDeviationThreshold(3, 3) over reference chunks; population standard deviation, as numpy's.
  daily("nannyml", "NannyML: mean of reference days ± 3 standard deviations", ({ reference, production }) => {
    const of = values(reference);
    const [m, s] = [mean(of), deviation(of, of.length)];
    return production.map(({ sum, n }) => Math.abs(sum / n - m) > 3 * s);
  }),
  // Column drift of a categorical column: Jensen-Shannon distance of 0.1 or more with more than 1,000 reference rows, else a z-test at 0.05.
  daily("evidently-drift", "Evidently: drift of the column, day against reference", ({ reference, production }) => {
    const [events, rows] = [reference.reduce((sum, day) => sum + day.sum, 0), reference.reduce((sum, day) => sum + day.n, 0)];
    const share = events / rows;
    return production.map(({ sum, n }) => {
      if (rows > 1000) return jsDistance([share, 1 - share], [sum / n, 1 - sum / n]) >= 0.1;
      const pooled = (sum + events) / (n + rows);
      return Math.abs(sum / n - share) / Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / rows)) > z95;
    });
  }),
  // Generated test conditions against a reference: within 10 % of its value.
  daily("evidently-test", "Evidently: test of the value, reference ± 10 %", ({ offline, production }) => production.map(({ sum, n }) => Math.abs(sum / n - offline.estimate) > 0.1 * offline.estimate)),
  daily("fixed", "fixed threshold: offline estimate ± margin, or ± 0.01 where there is none", ({ offline, production, margin }) => production.map(({ sum, n }) => Math.abs(sum / n - offline.estimate) > Math.max(margin, 0.01))),
  daily("daily-z", "95 % interval of the day against the offline estimate", ({ offline, production, margin }) =>
    production.map(({ sum, n }) => Math.abs(sum / n - offline.estimate) - margin > z95 * Math.sqrt(((sum / n) * (1 - sum / n)) / n))),
  daily("cumulative-z", "95 % interval of all rows so far, looked at daily", ({ offline, production, margin }) => {
    let [events, rows] = [0, 0];
    return production.map(({ sum, n }) => {
      events += sum;
      rows += n;
      const p = events / rows;
      return Math.abs(p - offline.estimate) - margin > z95 * Math.sqrt((p * (1 - p)) / rows);
    });
  }),
];

/** Control charts: what is charted, day after day; an alarm is where it first exceeds a limit that is tuned to a false-alarm budget. */
export const charts: readonly { readonly id: string; readonly title: string; readonly statistic: (situation: Situation) => number[] }[] = [
  { id: "3-sigma", title: "Shewhart chart of days (\"3 sigma\")", statistic: (situation) => standardised(situation).map(Math.abs) },
  {
    id: "ewma", title: "EWMA chart, weight 0.2",
    statistic: (situation) => { let level = 0; return standardised(situation).map((z) => Math.abs((level = 0.8 * level + 0.2 * z))); },
  },
  {
    id: "cusum", title: "CUSUM chart, slack of half a standard deviation",
    statistic: (situation) => { let [up, down] = [0, 0]; return standardised(situation).map((z) => { up = Math.max(0, up + z - 0.5); down = Math.max(0, down - z - 0.5); return Math.max(up, down); }); },
  },
];

/** Days less the season that offline tells (as the corridor has it), in standard deviations of the reference. */
const standardised = ({ reference, production, offline }: Situation): number[] => {
  const level = (days: readonly Day[]): number[] => values(days).map((x, day) => x - (offline.season.dayOfWeek?.[day % 7] ?? 0));
  const of = level(reference);
  const [m, s] = [mean(of), Math.max(1e-12, deviation(of))];
  return level(production).map((x) => (x - m) / s);
};
