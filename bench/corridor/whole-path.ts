import type { CalendarEntry, Hypothesis } from "../../src/core/domain/hypothesis.ts";
import type { Measure, WindowStatistic } from "../../src/core/domain/measure.ts";
import type { OfflineEstimate } from "../../src/core/domain/offline-estimate.ts";
import type { SeriesJudgement } from "../../src/core/domain/validation.ts";
import { judgeDaily } from "../../src/core/corridor/judge-daily.ts";
import { judgeSeries } from "../../src/core/corridor/judge-series.ts";
import { corridorSettings } from "../../src/core/judge/corridor-settings.ts";
import { dayLabel, startOfLocalDay } from "../../src/core/measure/window-time.ts";
import { multinomial } from "../../src/core/random/multinomial.ts";
import type { Random } from "../../src/core/random/random.ts";
import { streamOf } from "../../src/core/random/stream-of.ts";
import { type Day, drawDays, type Noise, noises } from "./draw-days.ts";
import { firstDay, offlineOfDays, shareMeasure, statisticsOf } from "./offline-of-days.ts";
import { offlineDays, rowsADay, share, year } from "./quiet.ts";

/** Quiet years through all that `lockstep validate` does to counts. */
export interface WholePathCell {
  readonly noise: Noise;
  readonly of: number;
  /** Years in which the construction alone (`judgeDaily`) failed, and `judgeSeries` on the same counts. */
  readonly alone: number;
  readonly plain: number;
  /** Units whose verdict differed between the two, in the quiet years and in as many that depart by 0.02 on day 100; the failures among the latter. */
  readonly apart: number;
  readonly departed: number;
  /** Years that failed with labels that come late, some never, and days that the calendar excludes; and as a mean of days with half the rows at weekends. */
  readonly late: number;
  readonly ofWindows: number;
  /** Daily looks, and those whose verdict was not what the last look's history says of that day. */
  readonly looks: number;
  readonly otherwise: number;
  /** Years (of those looked at daily) in which some look failed. */
  readonly lookedYears: number;
  readonly failedAtSomeLook: number;
}

const zone = "Europe/Berlin";
const plan = { window: "day", timeZone: zone } as const;
const labelledMeasure: Measure = { ...shareMeasure, metric: { name: "accuracy" }, labelled: true };
const calendar: readonly CalendarEntry[] = [[40, 47], [100, 101], [200, 203]].map(([from = 0, to = 0]) => ({ name: "an outage", kind: "outage", from: dayLabel(firstDay + offlineDays + from), to: dayLabel(firstDay + offlineDays + to), models: null, treatment: "exclude", reason: null }));

/** A claim with margin 0. */
const claim = (measure: Measure, more: Partial<Hypothesis> = {}): Hypothesis => ({
  id: "bench", model: "bench", name: "share", claim: "as offline", metric: measure.metric, population: null, segments: [], expected: { kind: "backtest", source: "drawn", map: null, format: null, zone: null, labels: null },
  margin: { below: 0, above: 0, relative: false }, marginOrigin: "agreed", window: "day", timeZone: zone, aggregation: "pooled", minimum: { coverage: 0.9, rows: 30 }, labelMaturitySeconds: 4 * 86_400, reweightBy: null, owner: null, severity: "high",
  impact: null, consequence: "investigate", review: null, mode: "enforce", since: null, ...more,
});

interface Judged {
  readonly measure?: Measure;
  readonly offline: OfflineEstimate;
  readonly statistics: readonly WindowStatistic[];
  readonly calendar?: readonly CalendarEntry[];
  readonly hypothesis?: Partial<Hypothesis>;
  readonly days?: number;
  readonly family?: number;
}

/** The look at midnight after so many days of production. */
export const lookAt = ({ measure = shareMeasure, offline, statistics, calendar: dates = [], hypothesis = {}, days = year, family = 1 }: Judged): SeriesJudgement =>
  judgeSeries({ hypothesis: claim(measure, hypothesis), measure, plan, offline, segment: null, statistics, calendar: dates, asOf: startOfLocalDay(zone, firstDay + offlineDays + days), from: null, settings: corridorSettings, family });

/** Labels that come up to three days late; one in twenty-five never does. */
const withLabels = (random: Random, days: readonly Day[]): WindowStatistic[] => days.flatMap(({ sum, n }, day) => {
  const window = firstDay + offlineDays + day;
  const [events, others] = [multinomial(random, sum, [0.24, 0.24, 0.24, 0.24, 0.04]), multinomial(random, n - sum, [0.24, 0.24, 0.24, 0.24, 0.04])];
  return events.map((of, age) => {
    const rows = of + (others[age] ?? 0);
    const came = age < 4;
    return { measure: labelledMeasure.id, segment: null, window, arrived: came ? window + age : null, rows, labelled: came ? rows : 0, sums: came ? [rows, of, rows, of, rows, of] : [], bins: [] };
  });
});

const both = (offline: OfflineEstimate, production: readonly Day[]): { readonly alone: boolean; readonly whole: boolean; readonly apart: number } => {
  const alone = judgeDaily({ days: production, offline, margin: { below: 0, above: 0, relative: false }, settings: corridorSettings, counts: true }).path;
  const whole = lookAt({ offline, statistics: statisticsOf(production, firstDay + offlineDays) });
  return { alone: alone.some(({ verdict }) => verdict === "fail"), whole: failed(whole), apart: Math.abs(alone.length - whole.history.length) + alone.filter(({ verdict }, at) => whole.history[at]?.verdict !== verdict).length };
};

const failed = ({ history }: SeriesJudgement): boolean => history.some(({ verdict }) => verdict === "fail");

/** `daily`: of how many years every single day is looked at, as it was known then. */
export const wholePath = (replications: number, daily: number, seed: number, note: (line: string) => void, asked: readonly Noise[] = noises): WholePathCell[] => asked.map((noise) => {
  const cell = { alone: 0, plain: 0, apart: 0, departed: 0, late: 0, ofWindows: 0, looks: 0, otherwise: 0, failedAtSomeLook: 0 };
  for (let replication = 0; replication < replications; replication += 1) {
    const random = streamOf(seed, `whole path ${noise} ${replication}`);
    const reference = drawDays(random, noise, { days: offlineDays, rows: 1800, share });
    const production = drawDays(random, noise, { days: year, rows: rowsADay, share });
    const offline = offlineOfDays(reference);
    const quiet = both(offline, production);
    const changed = both(offline, drawDays(random, noise, { days: year, rows: rowsADay, share, change: { from: 100, add: 0.02 } }));
    cell.alone += Number(quiet.alone);
    cell.plain += Number(quiet.whole);
    cell.apart += quiet.apart + changed.apart;
    cell.departed += Number(changed.whole);
    if (failed(lookAt({ measure: labelledMeasure, offline, statistics: withLabels(random, production), calendar }))) cell.late += 1;
    const traffic = [1, 1, 1, 1, 1, 0.5, 0.5];
    const [halved, later] = [drawDays(random, noise, { days: offlineDays, rows: 1800, share, traffic }), drawDays(random, noise, { days: year, rows: rowsADay, share, traffic })];
    if (failed(lookAt({ offline: offlineOfDays(halved, { aggregation: "mean-of-windows" }), statistics: statisticsOf(later, firstDay + offlineDays), hypothesis: { aggregation: "mean-of-windows" } }))) cell.ofWindows += 1;
    if (replication >= daily) continue;
    const arriving = withLabels(random, production);
    const last = lookAt({ measure: labelledMeasure, offline, statistics: arriving, calendar });
    let some = false;
    for (let day = 7; day <= year; day += 1) {
      // What is not there yet is not read.
      const known = arriving.filter(({ window }) => window < firstDay + offlineDays + day);
      const look = lookAt({ measure: labelledMeasure, offline, statistics: known, calendar, days: day });
      const then = last.history[look.history.length - 1];
      cell.looks += 1;
      if (look.history.length > 0 && then?.verdict !== look.verdict) cell.otherwise += 1;
      some ||= look.verdict === "fail";
    }
    if (some) cell.failedAtSomeLook += 1;
  }
  note(`whole path: ${noise}`);
  return { noise, of: replications, lookedYears: Math.min(daily, replications), ...cell };
});
