import type { Interval } from "../domain/interval.ts";
import type { DistanceSample } from "./chi-square-distance.ts";
import { normalQuantile } from "./distributions.ts";
import { nonCentralChiSquareCdf, nonCentralChiSquareSurvival } from "./non-central-chi-square.ts";
import { requireOpenUnit } from "./preconditions.ts";

export interface Resemblance {
  /** How likely so large a distance would be if the true one were the margin: small says that it is larger. */
  readonly pBeyond: number;
  /** How likely so small a distance would be if the true one were the margin: small says that it is smaller. */
  readonly pWithin: number;
}

/**
 * Whether two distributions are further apart than `margin`, both ways: a null test asks the wrong question, for with enough rows everything differs.
 * Reference and candidate are both samples. Errors (simulated, normal shifts on ten bins of equal mass drawn from the reference; true distance on
 * the margin; nominal 5 %): see resemblance.test.ts, which holds both errors for n and m from 50 to 1,000,000.
 * Source: Potgieter et al., "Population Resemblance Statistic", arXiv 2307.11878.
 */
export const resemblance = (sample: DistanceSample, margin: number): Resemblance => ({ pBeyond: beyond(sample, margin), pWithin: within(sample, margin) });

/** P(a distance of at least the one seen), if the true one is `delta`. */
const beyond = ({ distance, law }: DistanceSample, delta: number): number => {
  const { scale, df } = law(delta, "most");
  return nonCentralChiSquareSurvival(distance / scale, df, delta / scale);
};

const within = ({ distance, law }: DistanceSample, delta: number): number => {
  const { scale, df } = law(delta, "least");
  return nonCentralChiSquareCdf(distance / scale, df, delta / scale);
};

/**
 * The true distances that the one seen does not contradict, by inverting the test at either end: low is the distance at which so large a one would be seen with
 * probability (1 - level) / 2, high the one at which so small a one would. Low is 0 where equality is not contradicted.
 */
export const distanceInterval = (sample: DistanceSample, level: number): Interval & { readonly low: number; readonly high: number } => {
  requireOpenUnit("level", level);
  const tail = (1 - level) / 2;
  return { low: distanceLowerBound(sample, tail), high: distanceUpperBound(sample, tail), level, method: "inverted non-central chi-square" };
};

/** With error probability `alpha` the true distance is at least this. */
const distanceLowerBound = (sample: DistanceSample, alpha: number): number =>
  beyond(sample, 0) >= alpha ? 0 : rootOf((delta) => zOf(beyond(sample, delta)) - normalQuantile(alpha), 0, sample.distance, sample.distance);

/**
 * With error probability `alpha` the true distance is at most this. A distance smaller than equality shows on average is luck, and proves no more than the average would: without that the bound
 * could be 0 (power-constrained limits, Cowan et al., arXiv 1105.3166).
 */
const distanceUpperBound = (seen: DistanceSample, alpha: number): number => {
  const sample = { ...seen, distance: Math.max(seen.distance, seen.bias(0, "least")) };
  const above = (delta: number): number => normalQuantile(alpha) - zOf(within(sample, delta));
  if (above(0) >= 0) return 0;
  const { scale } = sample.law(0, "least");
  let high = sample.distance + 4 * Math.sqrt(scale * sample.distance) + 4 * scale;
  while (above(high) < 0) high *= 2;
  return rootOf(above, 0, high, high);
};

/** Probabilities on the scale on which they are nearly straight lines in the root of the distance. */
const zOf = (p: number): number => normalQuantile(Math.min(Math.max(p, 1e-300), 1 - 1e-16));

/** Where a rising function crosses 0: regula falsi in the root of the argument, with the end that stays put halved (Illinois), to 1e-9 of `size`. */
const rootOf = (rising: (delta: number) => number, from: number, to: number, size: number): number => {
  let [x0, x1] = [Math.sqrt(from), Math.sqrt(to)];
  let [y0, y1] = [rising(from), rising(to)];
  if (y0 >= 0) return from;
  if (y1 <= 0) return to;
  let kept = 0;
  for (let turn = 0; turn < 100 && x1 * x1 - x0 * x0 > 1e-9 * size; turn++) {
    const x = turn % 8 === 7 ? (x0 + x1) / 2 : (x0 * y1 - x1 * y0) / (y1 - y0);
    const y = rising(x * x);
    if (Math.abs(y) < 1e-9) return x * x;
    if (y < 0) {
      [x0, y0] = [x, y];
      if (kept === 1) y1 /= 2;
      kept = 1;
    } else {
      [x1, y1] = [x, y];
      if (kept === -1) y0 /= 2;
      kept = -1;
    }
  }
  return x1 * x1;
};
