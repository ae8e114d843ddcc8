import type { OfflineEstimate } from "../../src/core/domain/offline-estimate.ts";
import { offlineOfValues } from "../../src/core/offline/offline-of-values.ts";
import { corridorSettings } from "../../src/core/judge/corridor-settings.ts";
import { judgeDaily } from "../../src/core/corridor/judge-daily.ts";
import { binomial } from "../../src/core/random/binomial.ts";
import { normal } from "../../src/core/random/normal.ts";
import type { Random } from "../../src/core/random/random.ts";
import { streamOf } from "../../src/core/random/stream-of.ts";
import { type Day, drawDays, type DaysAsked, type Law, lawOf, weekdays } from "./draw-days.ts";
import { meanMeasure, offlineOfDays } from "./offline-of-days.ts";
import { offlineDays, rowsADay, share, year } from "./quiet.ts";

/** A quiet year under something that makes it harder to stay quiet. */
export interface Harder {
  readonly group: string;
  readonly title: string;
  readonly draw: (random: Random) => { readonly offline: OfflineEstimate; readonly production: readonly Day[] };
  readonly margin?: { readonly below: number | null; readonly above: number | null };
  readonly counts?: boolean;
  /** Why it cannot be promised here, where that is known and said. */
  readonly outside?: string;
}

export interface HarderCell {
  readonly scenario: Harder;
  readonly alarmed: number;
  readonly of: number;
  /** Years at whose end it was refused to tell anything. */
  readonly untold: number;
  /** Of the years, by the unit of evidence that was chosen. */
  readonly units: Readonly<Record<"week" | "day" | "event", number>>;
}

const independent = lawOf("independent rows");
const together = lawOf("season, and days that hang together");
const strong = (correlation: number): Law => ({ spread: 0.005, correlation, season: independent.season });
const weekend = [1, 1, 1, 1, 1, 0.5, 0.5];

interface Situation extends Partial<Pick<DaysAsked, "traffic">> {
  readonly offlineLaw?: Law;
  readonly offlineTraffic?: readonly number[];
  readonly days?: number;
  readonly offlineRows?: number;
  readonly rows?: number;
  readonly of?: number;
  readonly add?: number;
  readonly promise?: (days: readonly Day[], random: Random) => OfflineEstimate;
}

const from = (law: Law, { offlineLaw = law, days = offlineDays, offlineRows = 100_000, rows = rowsADay, of = share, add = 0, traffic, offlineTraffic = traffic, promise = (reference) => offlineOfDays(reference) }: Situation = {}): Harder["draw"] =>
  (random) => {
    const offline = promise(drawDays(random, offlineLaw, { days, rows: Math.round(offlineRows / days), share: of, ...(offlineTraffic === undefined ? {} : { traffic: offlineTraffic }) }), random);
    return { offline, production: drawDays(random, law, { days: year, rows, share: of + add, ...(traffic === undefined ? {} : { traffic }) }) };
  };

/** A number that somebody wrote down with its right standard error. */
const stated = (rows: number) => (_: readonly Day[], random: Random): OfflineEstimate => {
  const value = binomial(random, rows, share) / rows;
  return offlineOfValues({ kind: "number", value, standardError: Math.sqrt((value * (1 - value)) / rows), rows, source: "a report" });
};

/** Five folds of the rows of all days, dealt at random. */
const folds = (days: readonly Day[], random: Random): OfflineEstimate => {
  let [events, rows] = [days.reduce((sum, day) => sum + day.sum, 0), days.reduce((sum, { n }) => sum + n, 0)];
  const size = Math.floor(rows / 5);
  const values = Array.from({ length: 5 }, () => {
    // How many of the events that are left fall into this fold: normal about its share, which at these sizes is as good as hypergeometric.
    const p = size / rows;
    const mine = Math.max(0, Math.min(size, Math.min(events, Math.round(events * p + Math.sqrt(events * p * (1 - p) * (1 - events / rows) * (rows / (rows - 1))) * (p < 1 ? normal(random) : 0)))));
    events -= mine;
    rows -= size;
    return mine / size;
  });
  return offlineOfValues({ kind: "folds", values, rows: size, source: "five folds" });
};

/** Amounts with a long right tail: exp of a normal with this standard deviation, mean 1. */
const amounts = (random: Random, days: number, rows: number, tail: number): Day[] =>
  Array.from({ length: days }, () => {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < rows; row++) { const x = Math.exp(tail * normal(random) - tail ** 2 / 2); sum += x; squares += x * x; }
    return { sum, n: rows, squares };
  });

/** Clumps of ten events that come together. */
const clumped = (random: Random, days: number, rows: number, perDay: number): Day[] =>
  Array.from({ length: days }, () => ({ sum: Math.min(rows, 10 * binomial(random, 1000, perDay / 10 / 1000)), n: rows }));

const both = [["independent rows", independent], ["season, and days that hang together", together]] as const;

export const harder: readonly Harder[] = [
  ...both.flatMap(([noise, law]): Harder[] => [
    { group: "margin 0.01", title: `production where offline was; ${noise}`, draw: from(law), margin: { below: 0.01, above: 0.01 } },
    { group: "margin 0.01", title: `production at the upper edge, 0.11; ${noise}`, draw: from(law, { add: 0.01 }), margin: { below: 0.01, above: 0.01 } },
    { group: "margin 0.01", title: `production at the edge of a margin with one side; ${noise}`, draw: from(law, { add: 0.01 }), margin: { below: null, above: 0.01 } },
    { group: "margin 0.01", title: `the same, 2,000 offline rows; ${noise}`, draw: from(law, { add: 0.01, offlineRows: 2000 }), margin: { below: null, above: 0.01 } },
  ]),
  ...both.flatMap(([noise, law]): Harder[] => [10_000, 100_000].flatMap((offlineRows): Harder[] => [
    { group: "what offline is", title: `a number with its right error, of ${offlineRows.toLocaleString("en-US")} rows; ${noise}`, draw: from(law, { promise: stated(offlineRows) }) },
    { group: "what offline is", title: `five folds of ${offlineRows.toLocaleString("en-US")} rows; ${noise}`, draw: from(law, { offlineRows, promise: folds }) },
    { group: "what offline is", title: `a hold-out of ${offlineRows.toLocaleString("en-US")} rows without times; ${noise}`, draw: from(law, { offlineRows, promise: (days) => offlineOfDays(days, { timed: false }) }) },
  ])),
  ...both.flatMap(([noise, law]): Harder[] => [7, 10, 14, 28, 112, 364].map((days): Harder => ({ group: "days of the backtest", title: `${days} days, ${(100_000).toLocaleString("en-US")} rows; ${noise}`, draw: from(law, { days }) }))),
  ...both.map(([noise, law]): Harder => ({ group: "traffic", title: `weekends bring half the rows, offline too; ${noise}`, draw: from(law, { traffic: weekend }) })),
  { group: "traffic", title: "weekends bring half the rows in production only, no season", draw: from(independent, { traffic: weekend, offlineTraffic: [1, 1, 1, 1, 1, 1, 1] }) },
  { group: "traffic", title: "200 rows a day; season, and days that hang together", draw: from(together, { rows: 200 }) },
  { group: "traffic", title: "200,000 rows a day; season, and days that hang together", draw: from(together, { rows: 200_000 }) },
  ...[56, 112].flatMap((days): Harder[] => [
    { group: "season", title: `production has a season, offline (${days} days) had none`, draw: from({ ...independent, season: weekdays }, { offlineLaw: independent, days }) },
    { group: "season", title: `offline (${days} days) had a season, production has none`, draw: from(independent, { offlineLaw: { ...independent, season: weekdays }, days }) },
    { group: "season", title: `production's season is offline's (${days} days) moved by three days`, draw: from({ ...independent, season: [...weekdays.slice(3), ...weekdays.slice(0, 3)] }, { offlineLaw: { ...independent, season: weekdays }, days }) },
  ]),
  ...[56, 182].flatMap((days): Harder[] => [0.3, 0.5, 0.65, 0.8, 0.9].map((correlation): Harder => ({
    group: "days that hang together", title: `correlation ${correlation}, ${days} offline days`, draw: from(strong(correlation), { days, offlineRows: 2000 * days }),
  }))),
  ...[2000, 10_000, 100_000, 1_120_000].map((offlineRows): Harder => ({ group: "rare events", title: `1 in 10,000, 20,000 rows a day, ${offlineRows.toLocaleString("en-US")} offline rows`, draw: from(independent, { of: 1e-4, rows: 20_000, offlineRows }) })),
  { group: "rare events", title: "1 in 50, 20 rows a day, 1,120 offline rows", draw: from(independent, { of: 0.02, rows: 20, offlineRows: 1120 }) },
  { group: "rare events", title: "1 in 1,000, 2,000 rows a day, 112,000 offline rows, 112 days that hang together", draw: from(strong(0.5), { of: 0.001, offlineRows: 112_000, days: 112 }) },
  ...[56, 182].map((days): Harder => ({
    group: "rare events", title: `1 in 10,000 in clumps of ten, 20,000 rows a day, ${days} offline days of as many`,
    draw: (random) => ({ offline: offlineOfDays(clumped(random, days, 20_000, 2)), production: clumped(random, year, 20_000, 2) }),
  })),
  ...[[100, 1], [100, 1.5], [20, 1.5], [100, 2], [100, 2.5]].map(([rows = 0, tail = 0]): Harder => ({
    group: "long tails", title: `a mean of amounts, log-normal with ${tail}, ${rows} rows a day, 56 offline days of as many`, counts: false,
    draw: (random) => ({ offline: offlineOfDays(amounts(random, offlineDays, rows, tail), { measure: meanMeasure }), production: amounts(random, year, rows, tail) }),
  })),
];

/** How often the corridor alarmed at least once in a year in which production stayed where it was promised. */
export const harderYears = (replications: number, seed: number, note: (line: string) => void, scenarios = harder): HarderCell[] =>
  scenarios.map((scenario) => {
    const units = { week: 0, day: 0, event: 0 };
    let [alarmed, untold] = [0, 0];
    for (let replication = 0; replication < replications; replication += 1) {
      const { offline, production } = scenario.draw(streamOf(seed, `harder ${scenario.group} ${scenario.title} ${replication}`));
      const { unit, path, untold: refused } = judgeDaily({ days: production, offline, margin: { ...(scenario.margin ?? { below: 0, above: 0 }), relative: false }, settings: corridorSettings, counts: scenario.counts ?? true });
      units[unit] += 1;
      if (refused) untold += 1;
      if (path.some(({ verdict }) => verdict === "fail")) alarmed += 1;
    }
    note(`${scenario.group}: ${scenario.title}: ${alarmed} of ${replications}`);
    return { scenario, alarmed, untold, of: replications, units };
  });
