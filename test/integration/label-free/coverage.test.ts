import { expect, test } from "vitest";
import { labelFreeEstimates } from "../../../src/checks/corridor/label-free/label-free-estimates.ts";
import { betaShares, binCount, drawDay, ratesBy, type ScoredLaw, scoredMeasure } from "../../../src/checks/corridor/label-free/scored-windows.fixture.ts";
import { labelMaturity } from "../../../src/core/labels/label-maturity.ts";
import { streamOf } from "../../../src/core/random/stream-of.ts";
import { type CellMetric, cellMetrics, metricOfCells } from "../../../src/core/stats/cell-metric.ts";

/*
 * The stated 95 % of every interval, on data of which the truth is known: production's mix of scores has moved, a score means what it meant, labels come alike.
 * 200 draws: the band below is the binomial's within 3.5 standard deviations of 0.95.
 */
const draws = 200;
const plan = { window: "day", timeZone: "UTC" } as const;
const today = 20_500;
const asOf = today * 86_400_000 + 3_600_000;
const delays = Array.from({ length: 10 }, (_, age) => (Math.exp(-age / 4) - Math.exp(-(age + 1) / 4)) / (1 - Math.exp(-10 / 4)));
const laws: Record<string, ScoredLaw> = {
  "scores that are off": { shares: betaShares(1.2, 2), rates: ratesBy((score) => 1 / (1 + Math.exp(3.5 - 6 * score))), threshold: 0.5 },
  "rare positives": { shares: betaShares(1, 5), rates: ratesBy((score) => 0.01 + 0.6 * score ** 2), threshold: 0.3 },
};

const truthOf = (metric: CellMetric, { shares, rates, threshold }: ScoredLaw): number => {
  const found = metricOfCells(metric, shares.map((share, bin) => {
    const score = (bin + 0.5) / binCount;
    return { positives: share * (rates[bin] ?? 0), negatives: share * (1 - (rates[bin] ?? 0)), decided: score >= threshold, score, spread: 0 };
  }));
  if (found === null) throw new Error(`${metric} is not defined`);
  return found.value;
};

test.each(Object.keys(laws).flatMap((law) => cellMetrics.map((metric) => [metric, law] as const)))("%s, %s", (metric, name) => {
  const law = laws[name];
  if (law === undefined) throw new Error(name);
  const moved: ScoredLaw = { ...law, shares: betaShares(2, name === "rare positives" ? 5 : 2), delays: { positive: delays, negative: delays } };
  const truth = truthOf(metric, moved);
  const random = streamOf(61, `${metric} ${name}`);
  const held = new Map<string, { told: number; held: number }>();
  for (let draw = 0; draw < draws; draw += 1) {
    const [mature, production] = [11, 1].map((first) => Array.from({ length: 10 }, (_, back) => drawDay(moved, today - first - back, 400, today - 1, random)).flat());
    const maturity = labelMaturity([...(mature ?? []), ...(production ?? [])], plan, { asOf, maturitySeconds: 9 * 86_400, leastShare: 0.15 });
    for (const { method, interval } of labelFreeEstimates({
      metric: metric === "positive-rate" ? { name: "rate", column: "repaid", equals: 1 } : { name: metric }, scored: scoredMeasure, offline: drawDay(law, 10_000, 4000, 10_000, random),
      production: production ?? [], mature: mature ?? [], maturity, plan, asOf, leastShare: 0.15,
    })) {
      if (method === "ATC" || method === "BBSE" || interval === null) continue;
      const seen = held.get(method) ?? { told: 0, held: 0 };
      held.set(method, { told: seen.told + 1, held: seen.held + Number((interval.low ?? 1) <= truth && truth <= (interval.high ?? 0)) });
    }
  }
  expect([...held.keys()]).toEqual(["CBPE", "PPI", "age-weighted"]);
  for (const [method, { told, held: inside }] of held) {
    expect(told, method).toBe(draws);
    expect(inside / told, `${method}, ${metric}, ${name}`).toBeGreaterThan(0.95 - 3.5 * Math.sqrt((0.95 * 0.05) / draws));
  }
});
