import type { ScoreCell } from "../../../core/labels/score-cells.ts";
import { blackBoxShift, type MeanOutput } from "../../../core/stats/black-box-shift.ts";
import type { CellMetric } from "../../../core/stats/cell-metric.ts";
import { chiSquareSurvival } from "../../../core/stats/distributions.ts";
import { percent } from "../../../core/wording/percent.ts";
import { groupCells } from "./group-cells.ts";
import { labelFreeSettings } from "./label-free-settings.ts";
import type { Told } from "./told.ts";

const shifts = ["positive-rate", "accuracy", "precision", "f1"] as const;

/** What production would be if only the rate of positives had moved: by decisions where cells tell them apart, else by mean scores. */
export const byBbse = (metric: CellMetric, offline: readonly ScoreCell[], production: readonly ScoreCell[], doubts: readonly string[]): Told | null => {
  const known = shifts.find((name) => name === metric);
  if (known === undefined) return null;
  const says = ({ decided, score }: ScoreCell): number => (decided === null ? score : Number(decided));
  const [ofPositives, ofNegatives] = [meanOf(offline, ({ positives }) => positives, says), meanOf(offline, ({ labelled, positives }) => labelled - positives, says)];
  const now = meanOf(production, ({ n }) => n, says);
  if (ofPositives === null || ofNegatives === null || now === null) return null;
  const input = { ofPositives, ofNegatives, production: now };
  const [found, rate] = [blackBoxShift(known, input), blackBoxShift("positive-rate", input)];
  if (found === null || rate === null) return null;
  return {
    method: "BBSE", estimate: Math.min(1, Math.max(0, found.value)), variance: found.ofRows + found.ofCalibration, error: "rows and offline confusion", n: production.reduce((sum, { n }) => sum + n, 0), labelled: 0,
    assumption: "only the rate of positives moved: P(score | label) is unchanged, for positives and for negatives; concept drift cannot be seen by it",
    doubts: [...doubts, ...mixDoubt(offline, production, rate.value)],
  };
};

const meanOf = (cells: readonly ScoreCell[], weight: (cell: ScoreCell) => number, of: (cell: ScoreCell) => number): MeanOutput | null => {
  let [n, sum, squares] = [0, 0, 0];
  for (const cell of cells) {
    n += weight(cell);
    sum += weight(cell) * of(cell);
    squares += weight(cell) * of(cell) ** 2;
  }
  return n === 0 ? null : { mean: sum / n, variance: Math.max(0, squares / n - (sum / n) ** 2) / n };
};

/** Under label shift, production's scores are a mix of those of offline's positives and negatives; whether they are can be seen, and mostly they are not. */
const mixDoubt = (offline: readonly ScoreCell[], production: readonly ScoreCell[], rate: number): string[] => {
  if (rate < 0 || rate > 1) return [`no rate of positives between 0 and 1 explains what production was decided (it would be ${percent(rate)}): more than the rate moved`];
  const total = (of: (cell: ScoreCell) => number): number => offline.reduce((sum, cell) => sum + of(cell), 0);
  const [positives, negatives, n] = [total((cell) => cell.positives), total((cell) => cell.labelled - cell.positives), production.reduce((sum, cell) => sum + cell.n, 0)];
  const groups = groupCells(offline.map(({ labelled }) => labelled));
  const shares = new Map<number, { positive: number; negative: number; seen: number }>();
  groups.forEach((group, index) => {
    const into = shares.get(group) ?? { positive: 0, negative: 0, seen: 0 };
    const cell = offline[index];
    shares.set(group, { positive: into.positive + (cell?.positives ?? 0) / positives, negative: into.negative + ((cell?.labelled ?? 0) - (cell?.positives ?? 0)) / negatives, seen: into.seen + (production[index]?.n ?? 0) / n });
  });
  let [statistic, apart] = [0, 0];
  for (const { positive, negative, seen } of shares.values()) {
    const expected = rate * positive + (1 - rate) * negative;
    const variance = expected / n + (rate ** 2 * positive) / positives + ((1 - rate) ** 2 * negative) / negatives;
    if (variance > 0) statistic += (seen - expected) ** 2 / variance;
    apart += Math.abs(seen - expected) / 2;
  }
  if (shares.size < 3 || apart < 2 * labelFreeSettings.gap || chiSquareSurvival(statistic, shares.size - 2) >= labelFreeSettings.alpha) return [];
  return [`production's scores are not a mix of those that positives and negatives had offline (${percent(apart)} of the rows lie elsewhere): more than the rate of positives moved`];
};
