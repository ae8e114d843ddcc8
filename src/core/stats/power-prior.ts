import { betaCdf, betaQuantile, tCdf, tQuantile } from "./distributions.ts";

/** A posterior of a level: how likely it lies in a range, and the range that holds `level` of it. */
interface Posterior {
  readonly inside: (low: number, high: number) => number;
  readonly interval: (level: number) => { readonly low: number; readonly high: number };
}

/** Units with mean, sum of squares about it; `weight` units' worth of earlier knowledge that they lie about `mean` with variance `variance`. */
interface Units { readonly count: number; readonly mean: number; readonly within: number }
interface Prior { readonly mean: number; readonly variance: number; readonly weight: number }

/** Normal units of unknown variance under the conjugate prior: Student's t about the weighted mean. Null while nothing tells the variance. Source: Ibrahim & Chen, Statist. Sci. 15 (2000), for discounting by weight; DeGroot (1970) for the update. */
export const normalPosterior = ({ count, mean, within }: Units, prior: Prior): Posterior | null => {
  const weight = prior.weight + count;
  if (count < 1 || weight <= 1) return null;
  const centre = (prior.weight * prior.mean + count * mean) / weight;
  const squares = prior.weight * prior.variance + within + ((prior.weight * count) / weight) * (mean - prior.mean) ** 2;
  const scale = Math.sqrt(squares / weight / weight);
  if (!(scale > 0)) return null;
  const below = (x: number): number => (x === -Infinity ? 0 : x === Infinity ? 1 : tCdf((x - centre) / scale, weight));
  return {
    inside: (low, high) => Math.max(0, below(high) - below(low)),
    interval: (level) => ({ low: centre - tQuantile((1 + level) / 2, weight) * scale, high: centre + tQuantile((1 + level) / 2, weight) * scale }),
  };
};

/** A share under a Beta prior worth `weight` trials with mean `mean`. */
export const betaPosterior = ({ events, trials }: { readonly events: number; readonly trials: number }, { mean, weight }: Pick<Prior, "mean" | "weight">): Posterior => {
  // Half an event and half a non-event where the prior itself knows nothing (Jeffreys).
  const [a, b] = [mean * weight + 0.5 + events, (1 - mean) * weight + 0.5 + trials - events];
  const below = (x: number): number => (x <= 0 ? 0 : x >= 1 ? 1 : betaCdf(x, a, b));
  return { inside: (low, high) => Math.max(0, below(high) - below(low)), interval: (level) => ({ low: betaQuantile((1 - level) / 2, a, b), high: betaQuantile((1 + level) / 2, a, b) }) };
};
