import type { ScoreCell } from "../../../core/labels/score-cells.ts";
import { chiSquareSurvival } from "../../../core/stats/distributions.ts";
import { type Calibration, varianceOfBlock } from "../../../core/stats/recalibrate.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { percent } from "../../../core/wording/percent.ts";
import { groupCells } from "./group-cells.ts";
import { labelFreeSettings } from "./label-free-settings.ts";

/** Expected scatter of positives below which too few labels came to hold a calibration against. */
const leastScatter = 5;

/**
 * Whether the labels that have come are as the offline calibration says of their scores: Hosmer and Lemeshow's chi-square over groups of equal information, with the calibration's own
 * error in the denominator. A doubt only where the gap is worth saying as well. Null while nothing speaks against it, or too few labels came.
 * Source: Hosmer & Lemeshow, Communications in Statistics A9 (1980).
 */
export const calibrationDoubt = (production: readonly ScoreCell[], { rates, blocks }: Calibration): string | null => {
  const scatter = production.map(({ labelled }, index) => labelled * (rates[index] ?? 0) * (1 - (rates[index] ?? 0)));
  if (scatter.reduce((sum, value) => sum + value, 0) < leastScatter) return null;
  const groups = groupCells(scatter);
  const seen = new Map<number, { labelled: number; positives: number; expected: number; variance: number }>();
  const add = (group: number, labelled: number, positives: number, expected: number, variance: number): void => {
    const into = seen.get(group) ?? { labelled: 0, positives: 0, expected: 0, variance: 0 };
    seen.set(group, { labelled: into.labelled + labelled, positives: into.positives + positives, expected: into.expected + expected, variance: into.variance + variance });
  };
  production.forEach(({ labelled, positives }, index) => add(groups[index] ?? 0, labelled, positives, labelled * (rates[index] ?? 0), scatter[index] ?? 0));
  for (const block of blocks) {
    const within = new Map<number, number>();
    for (let index = block.first; index <= block.last; index += 1) within.set(groups[index] ?? 0, (within.get(groups[index] ?? 0) ?? 0) + (production[index]?.labelled ?? 0));
    for (const [group, labelled] of within) add(group, 0, 0, 0, labelled ** 2 * varianceOfBlock(block));
  }
  let [statistic, told, gaps, labelled, positives, expected] = [0, 0, 0, 0, 0, 0];
  for (const group of seen.values()) {
    if (group.variance > 0) {
      statistic += (group.positives - group.expected) ** 2 / group.variance;
      told += 1;
    }
    gaps += Math.abs(group.positives - group.expected);
    labelled += group.labelled;
    positives += group.positives;
    expected += group.expected;
  }
  if (chiSquareSurvival(statistic, told) >= labelFreeSettings.alpha || gaps / labelled < labelFreeSettings.gap) return null;
  return `of ${countOf(labelled, "label")} that came, ${percent(positives / labelled)} are positive where these scores meant ${percent(expected / labelled)} offline (off by ${percent(gaps / labelled)} on average over the scores): what a score means has changed, or labels that come early are not like the rest`;
};
