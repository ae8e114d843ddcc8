import type { SeriesPlan, WindowStatistic } from "../domain/measure.ts";
import type { LabelMaturity } from "../domain/validation.ts";
import { dayOfWindow } from "../measure/window-time.ts";

/** By whole days of age: the share of the labels of one outcome that is there; `labels` is what it was learned from, null where nobody knows. */
export interface Pace {
  readonly shares: readonly number[];
  readonly labels: number | null;
}

export interface OutcomePace {
  readonly positives: Pace;
  readonly negatives: Pace;
  /** Whether each outcome was told by itself. */
  readonly apart: boolean;
}

/** Fewest labels of an outcome in mature windows from which its own pace is learned. */
const fewest = 100;

/** The share at an age; all of them past the last. */
export const shareAt = ({ shares }: Pace, age: number): number => (age < 0 ? 0 : (shares[age] ?? 1));

/**
 * How fast positives and negatives each get their label, from mature windows of a scored measure: a conversion is known when it happens, its absence when time is up. With fewer than 100 of
 * either, or no mature windows, both have the common curve. Null where that is not known.
 */
export const outcomePace = (mature: readonly WindowStatistic[], plan: Pick<SeriesPlan, "window" | "timeZone">, { curve }: Pick<LabelMaturity, "curve">): OutcomePace | null => {
  const last = curve.at(-1)?.days;
  if (last === undefined) return null;
  const positives = Array.from({ length: last + 1 }, () => 0);
  const negatives = Array.from({ length: last + 1 }, () => 0);
  for (const { window, arrived, bins } of mature) {
    if (arrived === null) continue;
    const age = Math.max(0, arrived - dayOfWindow(plan, window));
    if (age > last) continue;
    for (const [, , , , labelled = 0, ofPositives = 0] of bins) {
      positives[age] = (positives[age] ?? 0) + ofPositives;
      negatives[age] = (negatives[age] ?? 0) + labelled - ofPositives;
    }
  }
  const [one, other] = [paceOf(positives), paceOf(negatives)];
  if (Math.min(one.labels ?? 0, other.labels ?? 0) >= fewest) return { positives: one, negatives: other, apart: true };
  const labels = (one.labels ?? 0) + (other.labels ?? 0);
  const common = { shares: curve.map(({ share }) => share), labels: labels >= fewest ? labels : null };
  return { positives: common, negatives: common, apart: false };
};

const paceOf = (byAge: readonly number[]): Pace => {
  const labels = byAge.reduce((sum, count) => sum + count, 0);
  let before = 0;
  return { labels, shares: byAge.map((count) => (before += count) / labels) };
};
