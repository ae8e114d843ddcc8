import { labelFreeEstimates } from "../../../src/checks/corridor/label-free/label-free-estimates.ts";
import { betaShares, binCount, drawDay, ratesBy, type ScoredLaw, scoredMeasure } from "../../label-free/scored-windows.ts";
import type { MetricName } from "../../../src/core/domain/metric.ts";
import type { LabelFreeEstimate } from "../../../src/core/domain/validation.ts";
import { streamOf } from "../../../src/core/random/stream-of.ts";

/** How often intervals of estimates without (all) labels held what production really is. */
export interface LabelFreeCell {
  readonly metric: MetricName;
  readonly method: LabelFreeEstimate["method"];
  readonly situation: string;
  readonly held: number;
  readonly told: number;
  readonly doubted: number;
  readonly of: number;
}

const metrics = ["accuracy", "precision", "recall", "f1", "auc"] as const;
const threshold = 0.5;
const offlineRows = 8000;
const productionRows = 3000;
/** A quarter of the labels came, whatever the outcome. */
const quarter = { positive: [0.25], negative: [0.25] } as const;
const meant = ratesBy((score) => 0.1 + 0.75 * score);
const situations: readonly { readonly title: string; readonly production: ScoredLaw; readonly holds: readonly LabelFreeEstimate["method"][] }[] = [
  { title: "the mix of scores moved", production: { shares: betaShares(3, 2), rates: meant, threshold, delays: quarter }, holds: ["CBPE", "PPI"] },
  { title: "scores mean something else", production: { shares: betaShares(2, 3), rates: ratesBy((score) => 0.25 + 0.55 * score), threshold, delays: quarter }, holds: ["PPI"] },
];

/** What a law makes of a metric, bin by bin, without drawing. */
const truthOf = (metric: (typeof metrics)[number], { shares, rates }: ScoredLaw): number => {
  let [tp, fp, fn, tn, wins, below, positives, negatives] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let bin = 0; bin < binCount; bin++) {
    const [p, n] = [(shares[bin] ?? 0) * (rates[bin] ?? 0), (shares[bin] ?? 0) * (1 - (rates[bin] ?? 0))];
    wins += p * (below + n / 2);
    below += n;
    positives += p;
    negatives += n;
    if ((bin + 0.5) / binCount >= threshold) { tp += p; fp += n; } else { fn += p; tn += n; }
  }
  return { accuracy: tp + tn, precision: tp / (tp + fp), recall: tp / (tp + fn), f1: (2 * tp) / (2 * tp + fp + fn), auc: wins / (positives * negatives) }[metric];
};

/** CBPE where only the mix of scores moved, PPI also where scores came to mean something else. */
export const labelFreeCoverage = (replications: number, seed: number, note: (line: string) => void): LabelFreeCell[] => situations.flatMap(({ title, production: law, holds }) => metrics.flatMap((metric) => {
  const cells = new Map(holds.map((method) => [method, { held: 0, told: 0, doubted: 0 }]));
  const truth = truthOf(metric, law);
  for (let replication = 0; replication < replications; replication += 1) {
    const random = streamOf(seed, `label free ${title} ${metric} ${replication}`);
    const offline = drawDay({ shares: betaShares(2, 3), rates: meant, threshold, delays: null }, 0, offlineRows, 100, random);
    const production = drawDay(law, 50, productionRows, 100, random);
    for (const { method, interval, doubt } of labelFreeEstimates({ metric: { name: metric }, scored: scoredMeasure, offline, production, maturity: null, plan: { window: "day", timeZone: "UTC" }, asOf: 1e12, leastShare: 0.15 })) {
      const cell = cells.get(method);
      if (cell === undefined || interval === null || interval.low === null || interval.high === null) continue;
      cell.told += 1;
      cell.doubted += doubt === null ? 0 : 1;
      if (truth >= interval.low && truth <= interval.high) cell.held += 1;
    }
  }
  note(`label free: ${title}, ${metric}`);
  return [...cells].map(([method, cell]) => ({ metric, method, situation: title, of: replications, ...cell }));
}));
