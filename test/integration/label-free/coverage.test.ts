import { beforeAll, describe, expect, test } from "vitest";
import { labelFreeEstimates } from "../../../src/checks/corridor/label-free/label-free-estimates.ts";
import { betaShares, binCount, drawDay, ratesBy, type ScoredLaw, scoredMeasure } from "../../../bench/label-free/scored-windows.ts";
import { labelMaturity } from "../../../src/core/labels/label-maturity.ts";
import { streamOf } from "../../../src/core/random/stream-of.ts";
import { type CellMetric, cellMetrics, metricOfCells } from "../../../src/core/stats/cell-metric.ts";

/*
 * The stated 95 % of every interval, on data of which the truth is known: production's mix of scores has moved, a score means what it meant, labels come alike.
 * 200 draws, each asked about every metric: the band below is the binomial's within 3.5 standard deviations of 0.95.
 */
const draws = 200;
const plan = { window: "day", timeZone: "UTC" } as const;
const today = 20_500;
const asOf = today * 86_400_000 + 3_600_000;
const delays = Array.from({ length: 10 }, (_, age) => (Math.exp(-age / 4) - Math.exp(-(age + 1) / 4)) / (1 - Math.exp(-10 / 4)));
const laws: Record<string, { readonly law: ScoredLaw; readonly moved: readonly number[] }> = {
  "scores that are off": { law: { shares: betaShares(1.2, 2), rates: ratesBy((score) => 1 / (1 + Math.exp(3.5 - 6 * score))), threshold: 0.5 }, moved: betaShares(2, 2) },
  "rare positives": { law: { shares: betaShares(1, 5), rates: ratesBy((score) => 0.01 + 0.6 * score ** 2), threshold: 0.3 }, moved: betaShares(2, 5) },
};

const truthOf = (metric: CellMetric, { shares, rates, threshold }: ScoredLaw): number => {
  const found = metricOfCells(metric, shares.map((share, bin) => {
    const score = (bin + 0.5) / binCount;
    return { positives: share * (rates[bin] ?? 0), negatives: share * (1 - (rates[bin] ?? 0)), decided: score >= threshold, score, spread: 0 };
  }));
  if (found === null) throw new Error(`${metric} is not defined`);
  return found.value;
};

describe.each(Object.entries(laws))("%s", (name, { law, moved: shares }) => {
  const moved: ScoredLaw = { ...law, shares, delays: { positive: delays, negative: delays } };
  const truths = new Map(cellMetrics.map((metric) => [metric, truthOf(metric, moved)]));
  /** By metric and method: how often it told, and how often what it told held the truth. */
  const held = new Map<CellMetric, Map<string, { told: number; held: number }>>(cellMetrics.map((metric) => [metric, new Map()]));
  beforeAll(() => {
    const random = streamOf(61, name);
    for (let draw = 0; draw < draws; draw += 1) {
      const [mature, production] = [11, 1].map((first) => Array.from({ length: 10 }, (_, back) => drawDay(moved, today - first - back, 400, today - 1, random)).flat());
      const maturity = labelMaturity([...(mature ?? []), ...(production ?? [])], plan, { asOf, maturitySeconds: 9 * 86_400, leastShare: 0.15 });
      const offline = drawDay(law, 10_000, 4000, 10_000, random);
      for (const [metric, truth] of truths) {
        for (const { method, interval } of labelFreeEstimates({
          metric: metric === "positive-rate" ? { name: "rate", column: "repaid", equals: 1 } : { name: metric }, scored: scoredMeasure, offline, production: production ?? [], mature: mature ?? [], maturity, plan, asOf, leastShare: 0.15,
        })) {
          if (method === "ATC" || method === "BBSE" || interval === null) continue;
          const seen = held.get(metric)?.get(method) ?? { told: 0, held: 0 };
          held.get(metric)?.set(method, { told: seen.told + 1, held: seen.held + Number((interval.low ?? 1) <= truth && truth <= (interval.high ?? 0)) });
        }
      }
    }
  });
  test.each(cellMetrics)("%s", (metric) => {
    const methods = held.get(metric) ?? new Map<string, { told: number; held: number }>();
    expect([...methods.keys()]).toEqual(["CBPE", "PPI", "age-weighted"]);
    for (const [method, { told, held: inside }] of methods) {
      expect(told, method).toBe(draws);
      expect(inside / told, `${method}, ${metric}, ${name}`).toBeGreaterThan(0.95 - 3.5 * Math.sqrt((0.95 * 0.05) / draws));
    }
  });
});
