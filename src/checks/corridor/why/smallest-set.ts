import type { AnalysedCell, AnalysedDifference } from "./analyse-difference.ts";

/** Share of the difference that ends the search, and the least that counts as an explanation. */
const enough = 0.8;
const leastExplained = 0.65;
/** All other rows may have moved by this part of what the set did, per row, before the change is one of all. */
const mostElsewhere = 0.5;

export interface FoundSet {
  readonly cells: readonly AnalysedCell[];
  /** Of the difference. */
  readonly explained: number;
}

/** Why there is no set. `chance`: nothing moved. `everywhere`: all moved alike, or nearly. `spread`: what moved does not tell enough of it. */
export type Unexplained = "chance" | "everywhere" | "spread";

/**
 * The fewest cells that tell at least 80 % of the difference (65 % if no other moved), of those that moved beyond what all did at `alpha` within their family (`adjusted`, a p value per cell in
 * the cells' order). The rest must have moved by less than half as much per row: else the change is one of all, and the largest segment only has most of it.
 * The rule of 0.65 is PSqueeze's for "no recorded attribute explains it".
 */
export const smallestSet = (analysis: AnalysedDifference, adjusted: readonly number[], alpha: number): FoundSet | Unexplained => {
  const { cells, difference } = analysis;
  if (difference === 0 || (analysis.p > alpha && analysis.question.isDeparted !== true)) return "chance";
  const moved = cells.filter((cell, index) => (adjusted[index] ?? 1) <= alpha && cell.contribution / difference > 0);
  const chosen: AnalysedCell[] = [];
  let explained = 0;
  for (const cell of [...moved].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))) {
    if (explained >= enough) break;
    chosen.push(cell);
    explained += cell.contribution / difference;
  }
  if (chosen.length === 0) return cells.some((_, index) => (adjusted[index] ?? 1) <= alpha) ? "spread" : "everywhere";
  if (explained < leastExplained) return "spread";
  const weight = chosen.reduce((sum, { term }) => sum + (term.weightBefore + term.weightAfter) / 2, 0);
  const perRow = explained / weight;
  const elsewhere = Math.abs(1 - explained) / (1 - weight);
  return chosen.length === cells.length || elsewhere > mostElsewhere * perRow ? "everywhere" : { cells: chosen, explained };
};
