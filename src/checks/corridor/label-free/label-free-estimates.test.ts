import { describe, expect, test } from "vitest";
import type { WindowStatistic } from "../../../core/domain/measure.ts";
import type { Metric } from "../../../core/domain/metric.ts";
import type { LabelFreeEstimate } from "../../../core/domain/validation.ts";
import { labelMaturity } from "../../../core/labels/label-maturity.ts";
import type { Random } from "../../../core/random/random.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import { type CellMetric, metricOfCells } from "../../../core/stats/cell-metric.ts";
import { labelFreeEstimates, type LabelFreeInput } from "./label-free-estimates.ts";
import { betaShares, binCount, drawDay, ratesBy, type ScoredLaw, scoredMeasure } from "../../../../bench/label-free/scored-windows.ts";

const plan = { window: "day", timeZone: "UTC" } as const;
const today = 20_500;
const asOf = today * 86_400_000 + 3_600_000;
const days = (count: number, first = 1): number[] => Array.from({ length: count }, (_, back) => today - first - back);

/** Labels come geometrically over ten days, and all of them do. */
const delays = (mean: number, last = 9): number[] => {
  const chances = Array.from({ length: last + 1 }, (_, age) => Math.exp(-age / mean) - Math.exp(-(age + 1) / mean));
  const total = chances.reduce((sum, chance) => sum + chance, 0);
  return chances.map((chance) => chance / total);
};
const logit = (score: number): number => 1 / (1 + Math.exp(3.5 - 6 * score));
const offlineLaw: ScoredLaw = { shares: betaShares(1.2, 2), rates: ratesBy(logit), threshold: 0.5 };
const even = { positive: delays(4), negative: delays(4) };
const metricOf = (name: CellMetric): Metric => (name === "positive-rate" ? { name: "rate", column: "repaid", equals: 1 } : { name });

const truthOf = (name: CellMetric, { shares, rates, threshold }: ScoredLaw): number => {
  const found = metricOfCells(name, shares.map((share, bin) => {
    const score = (bin + 0.5) / binCount;
    return { positives: share * (rates[bin] ?? 0), negatives: share * (1 - (rates[bin] ?? 0)), decided: score >= threshold, score, spread: 0 };
  }));
  if (found === null) throw new Error(`${name} is not defined`);
  return found.value;
};

const look = (metric: Metric, law: ScoredLaw, random: Random, { offlineRows = 3000, daily = 300, more = {} }: { offlineRows?: number; daily?: number; more?: Partial<LabelFreeInput> } = {}): LabelFreeEstimate[] => {
  const [mature, production] = [days(10, 11), days(10)].map((of) => of.flatMap((day) => drawDay(law, day, daily, today - 1, random)));
  const statistics = [...(mature ?? []), ...(production ?? [])];
  return labelFreeEstimates({
    metric, scored: scoredMeasure, offline: drawDay(offlineLaw, 10_000, offlineRows, 10_000, random), production: production ?? [], mature: mature ?? [],
    maturity: labelMaturity(statistics, plan, { asOf, maturitySeconds: 9 * 86_400, leastShare: 0.15 }), plan, asOf, leastShare: 0.15, ...more,
  });
};
const by = (method: LabelFreeEstimate["method"], estimates: readonly LabelFreeEstimate[]): LabelFreeEstimate => {
  const found = estimates.find((each) => each.method === method);
  if (found === undefined) throw new Error(`no ${method}`);
  return found;
};
const covers = ({ interval }: LabelFreeEstimate, truth: number): boolean => (interval?.low ?? 1) <= truth && truth <= (interval?.high ?? 0);
const draws = 40;

describe("where the assumption holds, the interval holds the truth", () => {
  const mixMoved: ScoredLaw = { ...offlineLaw, shares: betaShares(2, 2), delays: even };
  test.each(["accuracy", "auc", "brier"] as const)("%s, when the mix of scores moved and labels come alike", (metric) => {
    const random = streamOf(41, metric);
    const truth = truthOf(metric, mixMoved);
    const held = { CBPE: 0, PPI: 0, "age-weighted": 0 };
    for (let draw = 0; draw < draws; draw += 1) {
      const told = look(metricOf(metric), mixMoved, random);
      for (const method of ["CBPE", "PPI", "age-weighted"] as const) held[method] += Number(covers(by(method, told), truth));
    }
    // Binomial(40, .95) lies below 34 one time in 300; `npm run bench -- label-free` counts more of them.
    for (const [method, count] of Object.entries(held)) expect(count, method).toBeGreaterThanOrEqual(34);
  });

  test.each(["positive-rate", "precision"] as const)("%s by label shift, when only the rate of positives moved", (metric) => {
    const random = streamOf(42, metric);
    const rate = truthOf("positive-rate", offlineLaw);
    const weigh = offlineLaw.shares.map((share, bin) => share * ((offlineLaw.rates[bin] ?? 0) * (0.6 / rate) + (1 - (offlineLaw.rates[bin] ?? 0)) * (0.4 / (1 - rate))));
    const law: ScoredLaw = { ...offlineLaw, shares: weigh, rates: weigh.map((share, bin) => ((offlineLaw.shares[bin] ?? 0) * (offlineLaw.rates[bin] ?? 0) * (0.6 / rate)) / share), delays: even };
    let [held, doubted] = [0, 0];
    for (let draw = 0; draw < draws; draw += 1) {
      const told = by("BBSE", look(metricOf(metric), law, random));
      held += Number(covers(told, truthOf(metric, law)));
      doubted += Number(told.doubt !== null);
    }
    expect(held).toBeGreaterThanOrEqual(34);
    expect(doubted).toBeLessThanOrEqual(4);
  });
});

test("conversions known late: .1000 is told as .100, where counting what has come says .063", () => {
  const random = streamOf(43, "conversions");
  // A twelve-day mean delay watched for 30 days; who did not convert is known when time is up.
  const law: ScoredLaw = { shares: ratesBy((score) => Number(Math.abs(score - 0.4875) < 0.001)), rates: ratesBy(() => 0.1), threshold: 0.5, delays: { positive: delays(12, 89), negative: [...Array.from({ length: 89 }, () => 0), 1] } };
  const draw = (): { naive: number; told: LabelFreeEstimate } => {
    const mature = days(6, 91).flatMap((day) => drawDay(law, day, 6670, today - 1, random));
    const production = days(30).flatMap((day) => drawDay(law, day, 667, today - 1, random));
    const positives = production.filter(({ arrived }) => arrived !== null).reduce((sum, { rows }) => sum + rows, 0);
    const maturity = labelMaturity([...mature, ...production], plan, { asOf, maturitySeconds: 89 * 86_400, leastShare: 0.15 });
    const told = labelFreeEstimates({ metric: metricOf("positive-rate"), scored: scoredMeasure, offline: mature, production, mature, maturity, plan, asOf, leastShare: 0.15 });
    return { naive: positives / production.reduce((sum, { rows }) => sum + rows, 0), told: by("age-weighted", told) };
  };
  const drawn = Array.from({ length: 40 }, draw);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(drawn.map(({ naive }) => naive))).toBeCloseTo(0.0632, 2);
  const estimates = drawn.map(({ told }) => told.estimate);
  expect(Math.abs(mean(estimates) - 0.1)).toBeLessThan(0.0015);
  const spread = Math.sqrt(mean(estimates.map((value) => (value - mean(estimates)) ** 2)));
  expect(spread).toBeGreaterThan(0.002);
  expect(spread).toBeLessThan(0.0045);
  expect(drawn.filter(({ told }) => covers(told, 0.1)).length).toBeGreaterThanOrEqual(34);
  // The youngest day has too few labels to stand for the rest, and is left out by name.
  expect(drawn[0]?.told.doubt).toMatch(/the youngest \d day/);
});

describe("doubts", () => {
  const driftedLaw: ScoredLaw = { ...offlineLaw, rates: ratesBy((score) => logit(score) * 0.6), delays: even };
  test("concept drift: confidence does not see it, labels do, and the doubt says so", () => {
    const told = look(metricOf("accuracy"), driftedLaw, streamOf(44, "drift"), { daily: 600 });
    const truth = truthOf("accuracy", driftedLaw);
    expect(covers(by("CBPE", told), truth)).toBe(false);
    expect(covers(by("PPI", told), truth)).toBe(true);
    expect(covers(by("age-weighted", told), truth)).toBe(true);
    expect(by("CBPE", told).doubt).toMatch(/labels that came, .* are positive where these scores meant/);
    expect(by("ATC", told)).toMatchObject({ doubt: by("CBPE", told).doubt, interval: null });
  });

  test("scores that were never seen offline", () => {
    const shares = betaShares(1.2, 2).map((share, bin) => (bin < 36 ? share : 0));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const random = streamOf(45, "range");
    const offline = drawDay({ ...offlineLaw, shares: shares.map((share) => share / total) }, 10_000, 3000, 10_000, random);
    const law = { ...offlineLaw, shares: betaShares(4, 1.2), delays: even };
    expect(by("CBPE", look(metricOf("auc"), law, random, { more: { offline } })).doubt).toMatch(/% of the rows have scores where the offline data hold no labels/);
  });

  test("labels of positives that come first make a sample of labels unfair", () => {
    const law: ScoredLaw = { ...offlineLaw, delays: { positive: delays(1), negative: delays(6) } };
    const told = look(metricOf("positive-rate"), law, streamOf(46, "pace"), { daily: 800 });
    const truth = truthOf("positive-rate", law);
    expect(covers(by("PPI", told), truth)).toBe(false);
    expect(by("PPI", told).doubt).toMatch(/labels do not come in alike: .* of positives and .* of negatives have theirs/);
    expect(covers(by("age-weighted", told), truth)).toBe(true);
  });

  test("few rows, and an accuracy below one half", () => {
    expect(by("CBPE", look(metricOf("auc"), { ...offlineLaw, delays: even }, streamOf(47, "few"), { daily: 20 })).doubt).toMatch(/only 200 rows, fewer than 300/);
    const wrong: ScoredLaw = { ...offlineLaw, rates: ratesBy((score) => 0.1 + 0.1 * score), threshold: 0.05 };
    const random = streamOf(48, "wrong");
    const offline = drawDay(wrong, 10_000, 3000, 10_000, random);
    expect(by("CBPE", look(metricOf("accuracy"), { ...wrong, delays: even }, random, { more: { offline } })).doubt).toMatch(/below one half cannot be told from confidence/);
  });

  test("nothing speaks against what is as it was, but by chance", () => {
    const random = streamOf(49, "still");
    const doubted = new Map<string, number>();
    for (let draw = 0; draw < 30; draw += 1) {
      for (const { method, doubt } of look(metricOf("accuracy"), { ...offlineLaw, delays: even }, random)) doubted.set(method, (doubted.get(method) ?? 0) + Number(doubt !== null));
    }
    expect([...doubted.keys()]).toEqual(["CBPE", "ATC", "BBSE", "PPI", "age-weighted"]);
    // One in a hundred each: more than three of thirty happen one time in five thousand.
    expect(Math.max(...doubted.values())).toBeLessThanOrEqual(3);
  });
});

describe("what is refused", () => {
  const random = streamOf(50, "refusals");
  const law: ScoredLaw = { ...offlineLaw, delays: even };
  test("metrics that scores cannot tell, and decisions that nobody recorded", () => {
    expect(look({ name: "mae" }, law, random)).toEqual([]);
    expect(look({ name: "rate", column: "approved", equals: 1 }, law, random)).toEqual([]);
    const undecided = { ...scoredMeasure, sql: { score: "p", label: "y" } };
    expect(look({ name: "precision" }, law, random, { more: { scored: undecided } })).toEqual([]);
    expect(look({ name: "auc" }, law, random, { more: { scored: undecided } }).map(({ method }) => method)).toEqual(["CBPE", "PPI", "age-weighted"]);
  });
  test("a decision without a score is told by its labels, and by label shift, not by a confidence that it has not", () => {
    const decision = { ...scoredMeasure, edges: [0], sql: { score: "d", label: "y" } };
    const asDecision = (statistic: WindowStatistic): WindowStatistic => ({
      ...statistic,
      bins: [0, 1].flatMap((decided) => {
        const of = statistic.bins.filter(([bin = 0]) => Number((bin + 0.5) / binCount >= 0.5) === decided);
        const total = (place: number): number => of.reduce((sum, row) => sum + (row[place] ?? 0), 0);
        return of.length === 0 ? [] : [[decided, total(1), decided * total(1), decided * total(1), total(4), total(5), decided * total(4), decided * total(1), total(8)]];
      }),
    });
    const production = days(10).flatMap((day) => drawDay(law, day, 300, today - 1, random));
    const offline = drawDay(offlineLaw, 10_000, 3000, 10_000, random);
    const whole = look({ name: "precision" }, law, streamOf(51, "same"), { more: { production, offline } });
    // Counted as a score that decides, or as a decision that scores itself.
    for (const scored of [decision, { ...decision, sql: { ...decision.sql, decision: "d" } }]) {
      const told = look({ name: "precision" }, law, streamOf(51, "same"), { more: { scored, production: production.map(asDecision), offline: offline.map(asDecision), mature: [] } });
      expect(told.map(({ method }) => method)).toEqual(["BBSE", "PPI", "age-weighted"]);
      for (const method of ["BBSE", "PPI"] as const) expect(Math.abs(by(method, told).estimate - by(method, whole).estimate)).toBeLessThan(method === "BBSE" ? 1e-12 : 0.01);
    }
  });
  test("no rows, no offline labels", () => {
    expect(look({ name: "auc" }, law, random, { more: { production: [] } })).toEqual([]);
    expect(look({ name: "auc" }, law, random, { more: { offline: [] } })).toEqual([]);
  });
  test("labels without a time weigh nothing, and labels that are too few tell nothing", () => {
    const told = look({ name: "auc" }, law, random, { more: { maturity: null } });
    expect(told.map(({ method }) => method)).toEqual(["CBPE", "PPI"]);
    expect(told[1]?.doubt).toMatch(/nobody knows yet whether labels that come early are like the rest/);
    const waiting = (production: readonly WindowStatistic[]): WindowStatistic[] => production.filter(({ arrived }) => arrived === null);
    const unlabelled = days(5).flatMap((day) => drawDay({ ...law, delays: { positive: [], negative: [] } }, day, 200, today - 1, random));
    expect(look({ name: "auc" }, law, random, { more: { production: waiting(unlabelled) } }).map(({ method }) => method)).toEqual(["CBPE"]);
  });
  test("what has not begun is not seen, and a window that is not over is told up to now", () => {
    const production = [...drawDay(law, today, 500, today, random), ...drawDay(law, today + 1, 500, today + 1, random)];
    expect(look({ name: "auc" }, law, random, { more: { production } })[0]).toMatchObject({ from: new Date(today * 86_400_000).toISOString(), to: new Date(asOf).toISOString(), n: 500 });
  });
  test("each says of which windows", () => {
    const [first] = look({ name: "auc" }, law, random);
    expect(first).toMatchObject({ from: new Date((today - 10) * 86_400_000).toISOString(), to: new Date(today * 86_400_000).toISOString(), n: 3000 });
  });
});
