import type { Interval } from "../domain/interval.ts";
import { normalQuantile } from "./distributions.ts";
import { requireOpenUnit } from "./preconditions.ts";

/** Rows that share both scores (or both bins, counted from the lowest), by outcome. */
export interface ScoreCell {
  readonly reference: number;
  readonly candidate: number;
  readonly positives: number;
  readonly negatives: number;
}

export interface AucComparison {
  readonly reference: number;
  readonly candidate: number;
  /** candidate - reference */
  readonly difference: number;
  readonly interval: Interval & { readonly low: number; readonly high: number };
  /**
   * Share of (positive, negative) pairs that tie, per side: ties count one half, so where cells are bins the AUC of the scores
   * themselves lies within half of it.
   */
  readonly tiedReference: number;
  readonly tiedCandidate: number;
}

/**
 * AUC of two scores on the same labelled rows, and the interval of their difference. AUC is the chance that a random positive
 * scores above a random negative, ties counting one half (Mann-Whitney). The variance of the paired difference comes from each
 * row's own share of wins (DeLong), so what both scores get wrong together cancels.
 * Exact on distinct scores; on bins the AUC is off by at most half the tied share. Null without two positives and two negatives.
 * Errors: nominal coverage from about 20 of either class; with fewer, or with AUC beyond 0.98, it runs a few points short.
 * Source: DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988).
 */
export const compareAuc = (cells: readonly ScoreCell[], level = 0.95): AucComparison | null => {
  requireOpenUnit("level", level);
  const positives = cells.reduce((sum, cell) => sum + cell.positives, 0);
  const negatives = cells.reduce((sum, cell) => sum + cell.negatives, 0);
  if (positives < 2 || negatives < 2) return null;
  const reference = winsBySide(cells, "reference", positives, negatives);
  const candidate = winsBySide(cells, "candidate", positives, negatives);
  const difference = candidate.auc - reference.auc;

  let ofPositives = 0;
  let ofNegatives = 0;
  for (const cell of cells) {
    const [win, loss] = [candidate.wins.get(cell.candidate), reference.wins.get(cell.reference)];
    if (win === undefined || loss === undefined) continue;
    ofPositives += cell.positives * (win.ofPositive - loss.ofPositive - difference) ** 2;
    ofNegatives += cell.negatives * (win.ofNegative - loss.ofNegative - difference) ** 2;
  }
  const variance = ofPositives / (positives - 1) / positives + ofNegatives / (negatives - 1) / negatives;
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return {
    reference: reference.auc, candidate: candidate.auc, difference,
    interval: { low: difference - half, high: difference + half, level, method: "DeLong (paired)" },
    tiedReference: reference.tied, tiedCandidate: candidate.tied,
  };
};

interface Wins {
  /** Share of negatives that a positive with this score beats. */
  readonly ofPositive: number;
  /** Share of positives that beat a negative with this score. */
  readonly ofNegative: number;
}

const winsBySide = (cells: readonly ScoreCell[], side: "reference" | "candidate", positives: number, negatives: number): { auc: number; tied: number; wins: ReadonlyMap<number, Wins> } => {
  const byScore = new Map<number, { positives: number; negatives: number }>();
  for (const cell of cells) {
    if (Number.isNaN(cell[side])) throw new RangeError("NaN has no rank: leave such rows out");
    const at = byScore.get(cell[side]);
    if (at === undefined) byScore.set(cell[side], { positives: cell.positives, negatives: cell.negatives });
    else {
      at.positives += cell.positives;
      at.negatives += cell.negatives;
    }
  }
  const wins = new Map<number, Wins>();
  let [positivesBelow, negativesBelow, won, ties] = [0, 0, 0, 0];
  for (const [score, at] of [...byScore].sort(([a], [b]) => a - b)) {
    const beaten = negativesBelow + at.negatives / 2;
    wins.set(score, { ofPositive: beaten / negatives, ofNegative: (positives - positivesBelow - at.positives / 2) / positives });
    won += at.positives * beaten;
    ties += at.positives * at.negatives;
    positivesBelow += at.positives;
    negativesBelow += at.negatives;
  }
  return { auc: won / positives / negatives, tied: ties / positives / negatives, wins };
};
