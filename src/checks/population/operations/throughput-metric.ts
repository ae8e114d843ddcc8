import type { PopulationMetric } from "../../../core/domain/population-comparison.ts";
import type { ProfileCell } from "../../../core/domain/profile.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";

/** Rows per hour between the first and the last row, both sides; shown, for nobody agreed on a rate. Says so where the windows are not of the same length. */
export const throughputMetric = (reference: ProfileCell, candidate: ProfileCell): PopulationMetric[] => {
  const [before, after] = [hoursOf(reference), hoursOf(candidate)];
  if (before === null || after === null) return [];
  const [a, b] = [reference.rows / before, candidate.rows / after];
  const differ = Math.max(before, after) > 1.1 * Math.min(before, after);
  return [{
    metric: "throughput", of: "rows per hour", segment: null, reference: a, candidate: b, difference: b - a, interval: null, nReference: reference.rows, nCandidate: candidate.rows, margin: null, verdict: "inconclusive",
    reason: `shown only: no margin is set for it${differ ? `; the windows are ${shortNumber(before)} and ${shortNumber(after)} hours long, so that times of day and days of the week may weigh otherwise` : ""}`,
  }];
};

const hoursOf = ({ rows, operations: { firstTs, lastTs } }: ProfileCell): number | null => {
  if (firstTs === null || lastTs === null || rows < 2) return null;
  const hours = (Date.parse(lastTs) - Date.parse(firstTs)) / 3_600_000;
  return hours > 0 ? hours : null;
};
