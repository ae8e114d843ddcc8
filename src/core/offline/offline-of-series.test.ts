import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Measure, Series, WindowStatistic } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { LockstepError } from "../errors/lockstep-error.ts";
import { binCodes } from "../profile/bin-meaning.ts";
import { binomial } from "../random/binomial.ts";
import { normal } from "../random/normal.ts";
import type { Random } from "../random/random.ts";
import { streamOf } from "../random/stream-of.ts";
import { cosineVariance } from "../stats/cosine-variance.ts";
import { tQuantile } from "../stats/distributions.ts";
import { logBinIndex } from "../stats/log-histogram.ts";
import type { AboutBacktest } from "./about-backtest.ts";
import { firstMadeUpDay, madeUpMeasure, madeUpSeries, madeUpShare, madeUpStatistic } from "./made-up-series.fixture.ts";
import { offlineOfSeries } from "./offline-of-series.ts";

const about: AboutBacktest = { aggregation: "pooled", source: "backtest.csv", digest: "ab", minimumRows: 30 };
const rate = madeUpMeasure({ metric: { name: "rate", column: "x" } });
const told = (measure: Measure, statistics: WindowStatistic[], over: Partial<AboutBacktest> = {}, window: Series["plan"]["window"] = "day", timed = true): OfflineEstimate =>
  offlineOfSeries(madeUpSeries(measure, statistics, window, timed), measure, { ...about, ...over });
const days = (T: number, of: (t: number) => WindowStatistic): WindowStatistic[] => Array.from({ length: T }, (_, t) => of(t));
const refusal = (work: () => unknown): LockstepError => {
  try {
    work();
  } catch (error) {
    if (error instanceof LockstepError) return error;
  }
  throw new Error("nothing was refused");
};

describe("an estimate", () => {
  const five = [[30, 100], [45, 100], [10, 50], [120, 300], [28, 100]] as const;
  const few = days(5, (t) => madeUpShare(firstMadeUpDay + t, five[t]?.[0] ?? 0, five[t]?.[1] ?? 0));

  test("pooled is the ratio of sums; few days tell its error by their slowest cosine, of one degree", () => {
    const found = told(rate, few);
    expect(found).toMatchObject({ estimate: 233 / 650, n: 650, degrees: 1, days: 5, firstDay: "2026-10-01", lastDay: "2026-10-05", timeZone: "Europe/Berlin", betweenDays: null, autocorrelation: null, season: { dayOfWeek: null, hourOfDay: null } });
    // Of two days a cosine is half of what they differ by, over its one degree.
    const two = told(rate, [madeUpShare(firstMadeUpDay, 300, 1000), madeUpShare(firstMadeUpDay + 1, 400, 1000)]);
    expect(two.standardError).toBeCloseTo(0.05, 12);
    expect(found.varianceOfARow).toBeCloseTo((233 / 650) * (417 / 650) * (650 / 649), 12);
    expect(found.method).toBe("cosine long-run variance of 5 days");
    const one = told(rate, few.slice(0, 1));
    expect(one).toMatchObject({ degrees: null, method: "delta method over rows; how days differ is not in it (2 days that can be told apart are needed)" });
    expect(one.standardError).toBeCloseTo(Math.sqrt(one.estimate * (1 - one.estimate) / (one.n - 1)), 12);
    expect(found.daily).toEqual(five.map(([k, n], t) => ({ day: `2026-10-0${t + 1}`, value: k / n, n })));
  });

  test("the mean of windows is the mean of those with rows enough", () => {
    const found = told(rate, few, { aggregation: "mean-of-windows", minimumRows: 100 });
    expect(found.estimate).toBeCloseTo((0.3 + 0.45 + 0.4 + 0.28) / 4, 12);
    // What a row is worth does not depend on how many rows windows have.
    expect(found.varianceOfARow).toBeCloseTo(told(rate, few).varianceOfARow ?? 0, 9);
    expect(found.daily[2]).toEqual({ day: "2026-10-03", value: null, n: 50 });
  });

  test("where people are counted, a row's worth is a person's", () => {
    // 40 people a day with 3 rows each; all rows of a person are alike.
    const people = madeUpMeasure({ metric: { name: "ratio", group: "person" }, sql: { group: "person" } });
    const found = told(people, days(5, (t) => madeUpStatistic(firstMadeUpDay + t, [40, 36, 120, 108, 360, 108], { rows: 120 })));
    expect(found).toMatchObject({ estimate: 0.3, n: 200 });
    expect(found.varianceOfARow).toBeCloseTo((0.3 * 0.7 * 200) / 199, 12);
    expect(found.standardError ** 2 * found.n).toBeCloseTo(found.varianceOfARow ?? 0, 12);
  });

  test("without times there are rows only", () => {
    expect(told(rate, [madeUpShare(0, 200, 1000)], {}, "day", false)).toMatchObject({ estimate: 0.2, days: 0, firstDay: null, timeZone: null, daily: [], method: "delta method over rows; without times how days differ cannot be told" });
  });

  test("days that the calendar excludes are left out", () => {
    // Midnight of the second day in Berlin is 22:00 UTC of the first.
    const found = told(rate, few, { excludes: (start, end) => start <= Date.UTC(2026, 9, 1, 22) && end > Date.UTC(2026, 9, 1, 22) });
    expect(found).toMatchObject({ estimate: 188 / 550, days: 4 });
    expect(found.daily.map(({ day }) => day)).not.toContain("2026-10-02");
  });

  test("it does not matter in which parts, order or arrivals rows were counted", () => {
    const whole = told(rate, days(20, (t) => madeUpShare(firstMadeUpDay + t, 20 + (t * 7) % 11, 100 + t)));
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 20, maxLength: 20 }), fc.nat(19), (split, shift) => {
      const parts = days(20, (t) => madeUpShare(firstMadeUpDay + t, 20 + (t * 7) % 11, 100 + t)).flatMap((each, t) => {
        const k = split[t] ?? 0;
        return [madeUpShare(each.window, k, 40, { arrived: each.window + 3 }), madeUpShare(each.window, 20 + (t * 7) % 11 - k, 60 + t, { arrived: null })];
      });
      const other = told(rate, [...parts.slice(shift), ...parts.slice(0, shift)]);
      for (const name of ["estimate", "standardError", "varianceOfARow", "betweenDays"] as const) expect(other[name]).toBeCloseTo(whole[name] ?? 0, 10);
      expect(other.method).toBe(whole.method);
    }), { numRuns: 30 });
  });
});

describe("rare events have exact errors", () => {
  test.each([[0, 3000], [3, 3000], [2997, 3000]])("%d of %d", (events, n) => {
    const found = told(rate, days(30, (t) => madeUpShare(firstMadeUpDay + t, events === 0 ? 0 : events < 10 ? Number(t < events) : 100 - Number(t < n - events), n / 30)));
    expect(found.standardError).toBeGreaterThan(0);
    expect(found.degrees).toBeNull();
    expect(found.method).toMatch(/^exact \(Clopper-Pearson\)/);
    // Of none the upper limit of 97.5 % is 1 - 0.025^(1 / n).
    if (events === 0) expect(1.959964 * found.standardError).toBeCloseTo(1 - 0.025 ** (1 / n), 8);
  });

  test("none at all, where windows weigh alike", () => {
    expect(told(rate, days(20, (t) => madeUpShare(firstMadeUpDay + t, 0, 100)), { aggregation: "mean-of-windows" })).toMatchObject({ estimate: 0, degrees: null, standardError: expect.closeTo((1 - 0.025 ** (1 / 2000)) / 1.959964, 8) as number });
  });

  test("events of one bad day are one event, not fifteen", () => {
    const found = told(rate, days(56, (t) => madeUpShare(firstMadeUpDay + t, t === 20 ? 15 : 0, 100)));
    expect(found).toMatchObject({ degrees: 5, method: "cosine long-run variance of 56 days: few events, but they come in clumps" });
    expect(found.standardError).toBeGreaterThan(2 * Math.sqrt(15) / 5600);
  });

  test("no incident in 60 days is a count too: Garwood's 3.69 over 1.96", () => {
    const found = told(madeUpMeasure({ shape: "count", metric: { name: "total" } }), days(60, (t) => madeUpStatistic(firstMadeUpDay + t, [0, 86_400, 0], { rows: 0 })));
    expect(found.estimate).toBe(0);
    expect(found.standardError).toBeCloseTo(3.6888794541 / 60 / 1.959963985, 8);
  });
});

describe("what cannot be known is refused", () => {
  test("too few rows", () => expect(refusal(() => told(rate, [madeUpShare(firstMadeUpDay, 3, 12)]))).toMatchObject({ code: "LS254", message: "backtest.csv gives no estimate of rate: it has 12 usable rows, and 30 are needed" }));
  test("nothing counted", () => expect(refusal(() => told(rate, [])).message).toContain("no usable rows"));
  test("nothing varies", () => expect(refusal(() => told(madeUpMeasure({ metric: { name: "mean" } }), days(20, (t) => madeUpStatistic(firstMadeUpDay + t, [50, 150, 50, 450, 50, 150])))).message).toContain("nothing varies in its 1,000 rows"));
  test("an aggregate that does not add, over 13 days; 14 days, or a bootstrap, tell it", () => {
    const sql = madeUpMeasure({ shape: "value", metric: { name: "sql", sql: "median(x)" } });
    const of = (T: number): WindowStatistic[] => days(T, (t) => madeUpStatistic(firstMadeUpDay + t, [5 + Math.sin(t * t), 100], { rows: 100 }));
    expect(refusal(() => told(sql, of(13))).message).toContain("its rows cannot tell its error, and it has 13 days of the 14 from which days can");
    expect(told(sql, of(14))).toMatchObject({ method: "cosine long-run variance of 14 days", degrees: 2, varianceOfARow: null });
    expect(told(sql, of(13), { whole: { estimate: 5.2, standardError: 0.6, rows: 1300, method: "Poisson bootstrap, 200 replicates" } })).toMatchObject({ estimate: expect.closeTo(of(13).reduce((sum, { sums }) => sum + (sums[0] ?? 0), 0) / 13, 9) as number, standardError: 0.6, varianceOfARow: expect.closeTo(0.36 * 1300, 9) as number });
  });
});

describe("days", () => {
  const season = [0, 0.01, 0.02, 0, 0.01, 0.06, -0.04];
  const random = streamOf(7, "days");
  const weeks = days(84, (t) => {
    const n = t % 7 === 0 ? 20_000 : 40_000;
    return madeUpShare(firstMadeUpDay + t, binomial(random, n, 0.3 + (season[(t + 3) % 7] ?? 0) + 0.02 * normal(random)), n);
  });
  const seasonal = told(rate, weeks);

  test("the season is what weekdays add, from Monday on, and adds up to 0 by rows", () => {
    const effects = seasonal.season.dayOfWeek ?? [];
    const rowsOf = (phase: number): number => weeks.filter((_, t) => (t + 3) % 7 === phase).reduce((sum, { rows }) => sum + rows, 0);
    expect(effects.reduce((sum, effect, phase) => sum + effect * rowsOf(phase), 0)).toBeCloseTo(0, 6);
    const middle = season.reduce((sum, effect, phase) => sum + effect * rowsOf(phase), 0) / weeks.reduce((sum, { rows }) => sum + rows, 0);
    effects.forEach((effect, phase) => { expect(Math.abs(effect - (season[phase] ?? 0) + middle)).toBeLessThan(3 * 0.02 / Math.sqrt(12)); });
    expect(told(rate, weeks.slice(0, 55)).season.dayOfWeek).toBeNull();
  });

  test("their spread is beyond what their rows explain, and the season is not in it", () => {
    expect(seasonal.betweenDays).toBeGreaterThan(0.015);
    expect(seasonal.betweenDays).toBeLessThan(0.025);
    expect(Math.abs(seasonal.autocorrelation ?? 1)).toBeLessThan(0.35);
    expect(told(rate, weeks.slice(0, 27))).toMatchObject({ autocorrelation: null });
    expect(told(rate, weeks.slice(0, 13))).toMatchObject({ betweenDays: expect.any(Number) as number, degrees: 2 });
    expect(told(rate, weeks.slice(0, 6))).toMatchObject({ betweenDays: null, degrees: 1 });
  });

  test("their contributions are (m - theta d) / d-bar, to one part in as many as there are days", () => {
    const sizes = weeks.slice(0, 40).map((each, t) => madeUpShare(each.window, Math.round((each.sums[1] ?? 0) / (1 + (t % 3))), Math.round(each.rows / (1 + (t % 3)))));
    const [m, d] = [sizes.reduce((sum, { sums }) => sum + (sums[1] ?? 0), 0), sizes.reduce((sum, { rows }) => sum + rows, 0)];
    const linear = cosineVariance(sizes.map(({ sums, rows }) => ((sums[1] ?? 0) - (m / d) * rows) / (d / 40)));
    const found = told(rate, sizes);
    expect(found.method).toBe("cosine long-run variance of 40 days");
    expect(found.standardError / (linear?.standardError ?? 1)).toBeGreaterThan(1 - 2 / 40);
    expect(found.standardError / (linear?.standardError ?? 1)).toBeLessThan(1 + 2 / 40);
  });

  test("hours have a season of their own, by the local clock", () => {
    // 1 October 2026, 00:00 in Berlin is 22:00 UTC of the day before; at 14:00 local time more happens.
    const hours = days(24 * 20, (t) => madeUpShare((firstMadeUpDay * 24) - 2 + t, 200 + ((t * 13) % 7) + (t % 24 === 14 ? 240 : 0), 1000));
    const effects = told(rate, hours, {}, "hour").season.hourOfDay ?? [];
    expect(effects.indexOf(Math.max(...effects))).toBe(14);
    expect(effects[14]).toBeCloseTo(0.24 * 23 / 24, 2);
  });

  test("weeks, where nothing finer was kept, tell by their own spread", () => {
    const found = told(rate, days(12, (t) => madeUpShare(firstMadeUpDay - 3 + 7 * t, 2800 + 200 * (t % 3), 10_000)), {}, "week");
    expect(found).toMatchObject({ degrees: 11, method: "spread of 12 weeks", days: 84, firstDay: "2026-09-28", lastDay: "2026-12-20", daily: [], autocorrelation: null });
    expect(found.standardError).toBeCloseTo(0.02 * Math.sqrt(8 / 11) / Math.sqrt(12), 8);
  });

  test("segments are told by themselves, with their share; thin ones are left out", () => {
    const north = { column: "region", value: "north" }, south = { column: "region", value: "south" }, thin = { column: "region", value: "thin" };
    const found = told(rate, days(20, (t) => madeUpShare(firstMadeUpDay + t, 30 + (t % 5), 100)).flatMap((each) => [
      each, madeUpShare(each.window, 20, 60, { segment: north }), madeUpShare(each.window, 10 + (each.window % 5), 39, { segment: south }), madeUpShare(each.window, 0, 1, { segment: thin }),
    ]));
    expect(found.bySegment.map(({ segment, n, share }) => [segment.value, n, share])).toEqual([["north", 1200, 0.6], ["south", 780, 0.39]]);
    expect(found.bySegment[0]?.estimate).toBeCloseTo(1 / 3, 12);
  });
});

describe("a 95 % interval covers the truth", () => {
  const cases: readonly [name: string, measure: Measure, phi: number, truth: number, day: (t: number, level: number, random: Random) => WindowStatistic][] = [
    ["a share, independent rows", rate, 0, 0.3, (t, _, random) => madeUpShare(t, binomial(random, 1000, 0.3), 1000)],
    ["a share, days that hang together", rate, 0.5, 0.3, (t, x, random) => madeUpShare(t, binomial(random, 1000, 0.3 + 0.02 * x), 1000)],
    ["a share, days that hang together strongly", rate, 0.8, 0.3, (t, x, random) => madeUpShare(t, binomial(random, 4000, 0.3 + 0.02 * x), 4000)],
    ["days of different size, with a season", rate, 0.5, 0.3, (t, x, random) => { const n = 200 + random.below(2000); return madeUpShare(t, binomial(random, n, 0.3 + 0.02 * x + 0.03 * Math.sin((2 * Math.PI * t) / 7)), n); }],
    ["precision", madeUpMeasure({ metric: { name: "precision" } }), 0.5, 0.8, (t, x, random) => {
      const d = binomial(random, 800, 0.2);
      const m = binomial(random, d, Math.min(1, 0.8 + 0.02 * x));
      return madeUpStatistic(t, [800, m, d, m, d, m]);
    }],
    ["throughput", madeUpMeasure({ shape: "count", metric: { name: "throughput" } }), 0.5, 1000 / 86_400, (t, x, random) => { const n = binomial(random, 100_000, 0.01 * Math.exp(0.1 * x - 0.005)); return madeUpStatistic(t, [n, 86_400, n], { rows: n }); }],
    ["rare events", rate, 0, 0.001, (t, _, random) => madeUpShare(t, binomial(random, 100, 0.001), 100)],
  ];

  test.each(cases)("%s", (name, measure, phi, truth, day) => {
    const random = streamOf(1, name);
    const replications = 250;
    let covered = 0;
    for (let replication = 0; replication < replications; replication++) {
      let level = normal(random);
      const { estimate, standardError, degrees } = told(measure, days(56, (t) => {
        level = phi * level + Math.sqrt(1 - phi * phi) * normal(random);
        return day(firstMadeUpDay + t, level, random);
      }));
      if (Math.abs(estimate - truth) <= tQuantile(0.975, degrees ?? Infinity) * standardError) covered++;
    }
    // 95 %, less 3 standard errors of 250 replications; where rows are independent it is 97 %.
    expect(covered / replications).toBeGreaterThan(0.95 - 3 * Math.sqrt(0.05 * 0.95 / replications));
    expect(covered / replications).toBeLessThan(1);
  });
});

describe("measures that are no ratio", () => {
  const spread = (of: (random: Random) => OfflineEstimate, times: number): { readonly sd: number; readonly said: number } => {
    const random = streamOf(3, "spread");
    const found = Array.from({ length: times }, () => of(random));
    const mean = found.reduce((sum, { estimate }) => sum + estimate, 0) / times;
    return { sd: Math.sqrt(found.reduce((sum, { estimate }) => sum + (estimate - mean) ** 2, 0) / (times - 1)), said: Math.sqrt(found.reduce((sum, { standardError }) => sum + standardError ** 2, 0) / times) };
  };

  test("a quantile's days: the error that is said is the spread that is seen, where days differ", () => {
    const p90 = madeUpMeasure({ shape: "quantile", metric: { name: "latency-quantile", quantile: 0.9 } });
    const { sd, said } = spread((random) => told(p90, days(28, (t) => {
      const level = 0.3 * normal(random);
      const bins = [...Map.groupBy(Array.from({ length: 60 }, () => binCodes.away + logBinIndex(50 * Math.exp(level + normal(random)))), (code) => code)].map(([code, members]) => [code, members.length]);
      return madeUpStatistic(firstMadeUpDay + t, [], { rows: 60, bins });
    })), 60);
    expect(said / sd).toBeGreaterThan(0.75);
    expect(said / sd).toBeLessThan(1.4);
  });

  test("AUC: a day may have one class only; days that differ widen its error", () => {
    const auc = madeUpMeasure({ shape: "scored", metric: { name: "auc" }, labelled: true });
    const { sd, said } = spread((random) => told(auc, days(28, (t) => {
      const lift = 1 + 0.5 * normal(random);
      const bins = new Map<number, number[]>();
      for (let i = 0; i < 40; i++) {
        const positive = t > 0 && random.unit() < 0.3 ? 1 : 0;
        const bin = Math.round(5 * (normal(random) + positive * lift)) + 50;
        const [, , , , n = 0, positives = 0] = bins.get(bin) ?? [];
        bins.set(bin, [bin, n + 1, 0, 0, n + 1, positives + positive, 0]);
      }
      return madeUpStatistic(firstMadeUpDay + t, [], { rows: 40, labelled: 40, bins: [...bins.values()].toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0)) });
    })), 60);
    expect(said / sd).toBeGreaterThan(0.75);
    expect(said / sd).toBeLessThan(1.4);
  });
});
