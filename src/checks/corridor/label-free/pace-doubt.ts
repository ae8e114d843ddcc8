import { type OutcomePace, shareAt } from "../../../core/labels/outcome-pace.ts";
import { percent } from "../../../core/wording/percent.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { labelFreeSettings } from "./label-free-settings.ts";

/** Whether the labels that have come are a fair sample: where positives are known sooner than negatives, early labels have too many of them. Told at the age where the paces differ most. */
export const paceDoubt = (pace: OutcomePace | null): string | null => {
  if (pace === null) return "nobody knows yet whether labels that come early are like the rest: no window has been waited for long enough";
  if (!pace.apart) return null;
  const ages = pace.positives.shares.map((share, age) => ({ age, positive: share, negative: shareAt(pace.negatives, age) }));
  const widest = ages.reduce((most, each) => (Math.abs(each.positive - each.negative) > Math.abs(most.positive - most.negative) ? each : most), { age: 0, positive: 0, negative: 0 });
  const error = Math.sqrt(0.25 / (pace.positives.labels ?? 1) + 0.25 / (pace.negatives.labels ?? 1));
  const apart = Math.abs(widest.positive - widest.negative);
  if (apart < labelFreeSettings.pace || apart < 3 * error) return null;
  return `labels do not come in alike: ${countOf(widest.age + 1, "day")} on, ${percent(widest.positive)} of positives and ${percent(widest.negative)} of negatives have theirs; the age-weighted estimate puts that right`;
};
