import type { ScoreCell } from "../../../core/labels/score-cells.ts";
import { averageThresholdedConfidence } from "../../../core/stats/average-thresholded-confidence.ts";
import type { Calibration } from "../../../core/stats/recalibrate.ts";
import { sureOf } from "./sure-of.ts";
import type { Told } from "./told.ts";

/**
 * Accuracy as the share of decisions that are surer than offline's errors were. Cells are by decision, with the calibration of the same cells. Without an interval: the rule is known to
 * work and not why, and what its rows scatter is the lesser part of its error (in simulations where only the mix of scores moved, such intervals held the truth one time in five).
 */
export const byAtc = (offline: readonly ScoreCell[], production: readonly ScoreCell[], { rates }: Calibration, doubts: readonly string[]): Told | null => {
  const wrong = offline.reduce((sum, { labelled, positives, decided }) => sum + (decided === true ? labelled - positives : positives), 0);
  const found = averageThresholdedConfidence(production.map(({ n, decided }, index) => {
    const rate = rates[index] ?? 0;
    return { confidence: decided === true ? rate : 1 - rate, offline: offline[index]?.labelled ?? 0, production: n };
  }), wrong);
  if (found === null) return null;
  return {
    method: "ATC", estimate: found.value, variance: null, error: "", n: production.reduce((sum, { n }) => sum + n, 0), labelled: 0,
    assumption: "the confidence that parted right from wrong decisions offline parts them now; it is a rule of thumb without an interval, and concept drift cannot be seen by it",
    doubts: [...doubts, ...sureOf("accuracy", found.value)],
  };
};
