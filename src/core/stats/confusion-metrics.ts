import type { Interval } from "../domain/interval.ts";
import { normalQuantile } from "./distributions.ts";
import { pairedShareDifference } from "./paired-share-difference.ts";

/** Rows with this label on which the two environments decided so. */
export interface DecisionCell {
  readonly label: string;
  readonly reference: string;
  readonly candidate: string;
  readonly count: number;
}

type Side = "reference" | "candidate";

export interface PairedMetric {
  readonly reference: number | null;
  readonly candidate: number | null;
  /** candidate - reference; null where either is not defined. */
  readonly difference: number | null;
  readonly interval: Interval | null;
}

/** Share of rows decided rightly. Its paired difference is that of two shares on the same rows (Tango). */
export const accuracy = (cells: readonly DecisionCell[], level = 0.95): PairedMetric => shareOfRight(cells, level);

/** Share of the rows of class `positive` that were found: TP / (TP + FN). Null without such rows. */
export const recall = (cells: readonly DecisionCell[], positive: string, level = 0.95): PairedMetric =>
  shareOfRight(cells.filter(({ label }) => label === positive), level);

/** Share of the rows called `positive` that are: TP / (TP + FP). Null for a side that calls none so. */
export const precision = (cells: readonly DecisionCell[], positive: string, level = 0.95): PairedMetric =>
  pairedRatios(cells, [(cell, side) => ({ part: bit(cell[side] === positive && cell.label === positive), whole: bit(cell[side] === positive) })], level);

/** Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). */
export const f1 = (cells: readonly DecisionCell[], positive: string, level = 0.95): PairedMetric => pairedRatios(cells, [f1Parts(positive)], level);

/** Mean of the F1 of every class that occurs among the labels; a class nobody has cannot be found. */
export const macroF1 = (cells: readonly DecisionCell[], level = 0.95): PairedMetric =>
  pairedRatios(cells, [...new Set(cells.filter(({ count }) => count > 0).map(({ label }) => label))].sort().map(f1Parts), level);

const shareOfRight = (cells: readonly DecisionCell[], level: number): PairedMetric => {
  let [n, reference, candidate, onlyReference, onlyCandidate] = [0, 0, 0, 0, 0];
  for (const cell of cells) {
    const [a, b] = [cell.reference === cell.label, cell.candidate === cell.label];
    n += cell.count;
    if (a) reference += cell.count;
    if (b) candidate += cell.count;
    if (a && !b) onlyReference += cell.count;
    if (b && !a) onlyCandidate += cell.count;
  }
  if (n === 0) return { reference: null, candidate: null, difference: null, interval: null };
  return {
    reference: reference / n, candidate: candidate / n, difference: (candidate - reference) / n,
    interval: pairedShareDifference({ pairs: n, onlyFirst: onlyCandidate, onlySecond: onlyReference }, level),
  };
};

/** What a row adds above and below the line of a ratio. */
type RatioParts = (cell: DecisionCell, side: Side) => { readonly part: number; readonly whole: number };

const f1Parts = (positive: string): RatioParts => (cell, side) => ({
  part: 2 * bit(cell[side] === positive && cell.label === positive),
  whole: bit(cell[side] === positive) + bit(cell.label === positive),
});

const bit = (condition: boolean): number => (condition ? 1 : 0);

/**
 * The mean of some ratios of sums, R = sum part / sum whole, for both sides, and the interval of its paired difference by
 * the delta method: a row moves R by (part - R whole) / sum whole, and the variance of the difference is the sum of the squares of the
 * differences of those moves. As in Bonett & Price's interval for paired proportions, two rows are added to the variance on which one
 * side is right and the other wrong, so that full agreement on few rows does not come out as certainty.
 */
const pairedRatios = (cells: readonly DecisionCell[], ratios: readonly RatioParts[], level: number): PairedMetric => {
  const moves = { reference: ratioMoves(cells, ratios, "reference"), candidate: ratioMoves(cells, ratios, "candidate") };
  const [reference, candidate] = [moves.reference?.value ?? null, moves.candidate?.value ?? null];
  if (moves.reference === null || moves.candidate === null || reference === null || candidate === null) return { reference, candidate, difference: null, interval: null };
  const difference = candidate - reference;
  let variance = 0;
  for (const cell of [...cells, ...discordantRows(cells)]) variance += cell.count * (moves.candidate.move(cell) - moves.reference.move(cell)) ** 2;
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return { reference, candidate, difference, interval: { low: Math.max(-1, difference - half), high: Math.min(1, difference + half), level, method: "delta method (paired, two rows added)" } };
};

const ratioMoves = (cells: readonly DecisionCell[], ratios: readonly RatioParts[], side: Side): { value: number; move: (cell: DecisionCell) => number } | null => {
  const sums = ratios.map((parts) => {
    let [part, whole] = [0, 0];
    for (const cell of cells) {
      const of = parts(cell, side);
      part += of.part * cell.count;
      whole += of.whole * cell.count;
    }
    return { parts, whole, ratio: part / whole };
  });
  if (sums.length === 0 || sums.some(({ whole }) => whole === 0)) return null;
  return {
    value: sums.reduce((total, { ratio }) => total + ratio, 0) / sums.length,
    move: (cell) => sums.reduce((total, { parts, whole, ratio }) => {
      const of = parts(cell, side);
      return total + (of.part - ratio * of.whole) / whole;
    }, 0) / sums.length,
  };
};

/** Two rows in all, spread over the labels and both directions; the wrong answer is the most frequent other label. */
const discordantRows = (cells: readonly DecisionCell[]): DecisionCell[] => {
  const byLabel = new Map<string, number>();
  for (const { label, count } of cells) byLabel.set(label, (byLabel.get(label) ?? 0) + count);
  const labels = [...byLabel].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([label]) => label);
  return labels.flatMap((label) => {
    const wrong = labels.find((other) => other !== label);
    if (wrong === undefined) return [];
    const count = 1 / labels.length;
    return [{ label, reference: label, candidate: wrong, count }, { label, reference: wrong, candidate: label, count }];
  });
};
