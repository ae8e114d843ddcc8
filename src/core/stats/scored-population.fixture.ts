import { multinomial } from "../random/multinomial.ts";
import type { Random } from "../random/random.ts";
import type { ProbabilityBin } from "./losses-of-bins.ts";

/** A population of which everything is known: so many scores, how often each comes and how often it comes true. */
export interface ScoredPopulation {
  readonly cells: readonly { readonly score: number; readonly share: number; readonly truth: number }[];
}

/** Scores of which the logit is normal (`middle`, `spread`); what comes true lies `off` higher on the logit scale. */
export const scoredPopulation = ({ spread = 1.5, middle = 0, off = 0, scores = 60 } = {}): ScoredPopulation => {
  const at = Array.from({ length: scores }, (_, i) => -3 + (6 * (i + 0.5)) / scores);
  const mass = at.reduce((sum, x) => sum + Math.exp((-x * x) / 2), 0);
  const share = (logit: number): number => 1 / (1 + Math.exp(-logit));
  return { cells: at.map((x) => ({ score: share(middle + spread * x), share: Math.exp((-x * x) / 2) / mass, truth: share(middle + spread * x + off) })) };
};

/** The bins that n rows make on average: what estimates are held against. */
export const expectedBins = ({ cells }: ScoredPopulation, n = 1e9): { bins: ProbabilityBin[]; sumLogLoss: number } => binsOf(cells.map(({ score, share, truth }) => ({ score, positives: n * share * truth, negatives: n * share * (1 - truth) })));

/** The bins of n rows drawn at random. */
export const drawnBins = ({ cells }: ScoredPopulation, n: number, random: Random): { bins: ProbabilityBin[]; sumLogLoss: number } => {
  const counts = multinomial(random, n, cells.flatMap(({ share, truth }) => [share * truth, share * (1 - truth)]));
  return binsOf(cells.map(({ score }, index) => ({ score, positives: counts[2 * index] ?? 0, negatives: counts[2 * index + 1] ?? 0 })));
};

const binsOf = (cells: readonly { readonly score: number; readonly positives: number; readonly negatives: number }[]): { bins: ProbabilityBin[]; sumLogLoss: number } => ({
  bins: cells.filter(({ positives, negatives }) => positives + negatives > 0).map(({ score, positives, negatives }) => {
    const n = positives + negatives;
    return { n, positives, sumScore: n * score, sumSquaredScore: n * score * score, sumScorePositives: positives * score };
  }),
  sumLogLoss: cells.reduce((sum, { score, positives, negatives }) => sum - positives * Math.log(score) - negatives * Math.log(1 - score), 0),
});
