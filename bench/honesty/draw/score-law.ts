import type { JudgedProfile, NumericProfile, ScoreLabelBin } from "../../../src/core/domain/profile.ts";
import { placeInBins } from "../../../src/core/profile/place-in-bins.ts";
import { sortScoreBins } from "../../../src/core/profile/sort-score-bins.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { normalCdf } from "../../../src/core/stats/distributions.ts";
import { binomial, countsOf } from "./binomial.ts";

/** A probability that a model gives, and how likely the label then is. */
export interface ScoreLaw {
  readonly cells: readonly { readonly side: ScoreLabelBin["side"]; readonly bin: number; readonly score: number; readonly truth: number }[];
  readonly chances: Float64Array;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * The true chance is a logistic of a normal (mean, spread); the model says it with its log-odds multiplied by `temperature` (above 1: too sure of itself),
 * and only a share `kept` of the labels follows it at all, the others come true at the base rate: that brings the AUC's distance from one half down to `kept` of it.
 */
export const scoreLaw = ({ mean = -1, spread = 1.2, temperature = 1, kept = 1 }: { readonly mean?: number; readonly spread?: number; readonly temperature?: number; readonly kept?: number }, gamma: number): ScoreLaw => {
  // Cells of equal width in the true log-odds, fine enough that every bin of the profile gets its share; 800 over 12 standard deviations.
  const steps = 800;
  const width = (12 * spread) / steps;
  const raw = Array.from({ length: steps }, (_, at) => {
    const middle = mean - 6 * spread + (at + 0.5) * width;
    return { chance: normalCdf((middle + width / 2 - mean) / spread) - normalCdf((middle - width / 2 - mean) / spread), odds: middle };
  });
  const base = raw.reduce((sum, { chance, odds }) => sum + chance * sigmoid(odds), 0);
  return {
    chances: Float64Array.from(raw, ({ chance }) => chance),
    cells: raw.map(({ odds }) => {
      const score = sigmoid(odds * temperature);
      const { side, bin } = placeInBins(score, { binning: "two-tailed", pivot: 0 }, gamma);
      return { side, bin, score, truth: kept * sigmoid(odds) + (1 - kept) * base };
    }),
  };
};

/** Mean of the labels under this law. */
export const prevalenceOf = (law: ScoreLaw): number => law.cells.reduce((sum, { truth }, at) => sum + truth * (law.chances[at] ?? 0), 0);

/** n scores with their labels, as a profile keeps them; without `random` the counts are those expected. */
export const drawScores = (law: ScoreLaw, n: number, random: Random | null, names: { readonly output: string; readonly label: string }): { readonly column: NumericProfile; readonly judged: JudgedProfile; readonly positives: number } => {
  const counts = countsOf(n, law.chances, random);
  const bins = new Map<string, { -readonly [key in keyof ScoreLabelBin]: ScoreLabelBin[key] }>();
  let [rows, sum, sumSquares, sumLogLoss, positives, min, max] = [0, 0, 0, 0, 0, 1, 0];
  for (let at = 0; at < counts.length; at++) {
    const count = counts[at] ?? 0;
    const cell = law.cells[at];
    if (count === 0 || cell === undefined) continue;
    const { score } = cell;
    const yes = random === null ? Math.round(count * cell.truth) : binomial(count, cell.truth, random);
    rows += count;
    positives += yes;
    sum += count * score;
    sumSquares += count * score * score;
    sumLogLoss -= yes * Math.log(score) + (count - yes) * Math.log1p(-score);
    min = Math.min(min, score);
    max = Math.max(max, score);
    const key = `${cell.side} ${cell.bin}`;
    const bin = bins.get(key) ?? { side: cell.side, bin: cell.bin, n: 0, sumScore: 0, sumSquaredScore: 0, positives: 0, sumScorePositives: 0 };
    bins.set(key, bin);
    bin.n += count;
    bin.sumScore += count * score;
    bin.sumSquaredScore += count * score * score;
    bin.positives += yes;
    bin.sumScorePositives += yes * score;
  }
  const scored = sortScoreBins([...bins.values()], "two-tailed");
  const side = (name: "negative" | "positive"): NumericProfile["negative"] => scored.filter((bin) => bin.side === name).map(({ bin, n: count }) => ({ bin, count })).toSorted((a, b) => a.bin - b.bin);
  return {
    positives,
    column: { kind: "numeric", n: rows, nulls: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0, sum, sumSquares, min: rows > 0 ? min : null, max: rows > 0 ? max : null, zero: 0, one: 0, positive: side("positive"), negative: side("negative"), outside: 0 },
    judged: { task: "binary", ...names, labelled: rows, unlabelled: 0, bins: scored, sumLogLoss },
  };
};

/** How strongly labels must follow the score for the AUC to be lower by `loss` than under `law`. */
export const keptForLoss = (law: ScoreLaw, loss: number): number => {
  const auc = aucOf(law);
  return (auc - loss - 0.5) / (auc - 0.5);
};

/** The AUC of the law itself; cells come in ascending order of the score. */
export const aucOf = (law: ScoreLaw): number => {
  let [below, area, yes, no] = [0, 0, 0, 0];
  law.cells.forEach(({ truth }, at) => {
    const chance = law.chances[at] ?? 0;
    area += chance * truth * (below + (chance * (1 - truth)) / 2);
    below += chance * (1 - truth);
    yes += chance * truth;
    no += chance * (1 - truth);
  });
  return area / (yes * no);
};

