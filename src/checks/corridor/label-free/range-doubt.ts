import type { ScoreCell } from "../../../core/labels/score-cells.ts";
import { percent } from "../../../core/wording/percent.ts";
import { labelFreeSettings } from "./label-free-settings.ts";

/** How many standard deviations of the outermost bin's offline scores its mean in production may lie further out. */
const furthest = 3;

/**
 * Whether production has scores that the offline data cannot speak of: in bins without any offline label, or further out in an outermost bin. Cells are by bin, of both sides.
 * Null while there are none to speak of.
 */
export const rangeDoubt = (offline: readonly ScoreCell[], production: readonly ScoreCell[]): string | null => {
  const n = production.reduce((sum, cell) => sum + cell.n, 0);
  const unknown = production.reduce((sum, cell, index) => sum + ((offline[index]?.labelled ?? 0) === 0 ? cell.n : 0), 0);
  const beyond = [beyondEnd(offline.at(0), production.at(0), -1), offline.length > 1 ? beyondEnd(offline.at(-1), production.at(-1), 1) : 0].reduce((sum, rows) => sum + rows, 0);
  const outside = (unknown + beyond) / n;
  return outside < labelFreeSettings.outside ? null : `${percent(outside)} of the rows have scores where the offline data hold no labels, and are taken to be like the nearest that do`;
};

const beyondEnd = (offline: ScoreCell | undefined, production: ScoreCell | undefined, side: 1 | -1): number => {
  if (offline === undefined || production === undefined || offline.labelled === 0 || production.n === 0) return 0;
  const distance = side * (production.score - offline.score);
  return distance > furthest * Math.sqrt(offline.spread) + 1e-9 * Math.abs(offline.score) ? production.n : 0;
};
