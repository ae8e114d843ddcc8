import { requireWhole } from "./preconditions.ts";

/** Counts of the same bins in two independent samples, and how many independent rows each stands for (n itself where rows are independent). */
export interface BinnedPair {
  readonly reference: readonly number[];
  readonly candidate: readonly number[];
  readonly effectiveReference: number;
  readonly effectiveCandidate: number;
}

/** The distance as seen, and what its sampling distribution is made of when the true distance is `delta`. */
export interface DistanceSample {
  readonly bins: number;
  readonly distance: number;
  /** What sampling adds to the distance on average: not less than, and not more than. */
  readonly bias: (delta: number, side: "least" | "most") => number;
  /** The distance is about `scale` times a non-central chi-square with `df` degrees of freedom and non-centrality delta / scale. */
  readonly law: (delta: number, side: "least" | "most") => { readonly scale: number; readonly df: number };
}

/**
 * Chi-square distance of candidate p from reference q: D = sum of (p_k - q_k)^2 / q_k. 0 when equal; near to PSI, which is its symmetric cousin. Every
 * reference count must be above 0 (`equalMassBins` and `pooledCategories` see to it).
 *
 * With both shares estimated from n and m rows, D is about `scale` times a non-central chi-square. To first order scale = 1/n + 1/m and df = K - 1: the two-sample
 * form of the resemblance statistic. That is too narrow where the candidate has far more rows than the reference or bins differ strongly, so scale and df are
 * set to give the mean and the variance of the delta method: with r = (p - q) / q, skew = sum q r^3, kurt = sum q r^4,
 *   Var = 4/n (D + skew - D^2) + 1/m (4 D + 4 skew + kurt - D^2),  scale = Var / (4 D),
 *   bias = 1/n (sum p (1 - p) / q) + 1/m (sum p^2 (1 - q) / q^2),  df = bias / scale.
 * At another distance than the one seen, r is stretched to it. Bins drawn from the reference itself fit it, which takes away some of the reference's part
 * of the bias (a tenth, measured), and rows that hang together in their mean do so less in their bins; so the bias has two sides, and each conclusion takes the one against it: the
 * least is that of independent rows. Source: Potgieter et al., arXiv 2307.11878 (resemblance);
 * delta method, van der Vaart, Asymptotic Statistics, ch. 3. Errors: see `resemblance`.
 */
export const chiSquareDistance = ({ reference, candidate, effectiveReference, effectiveCandidate }: BinnedPair): DistanceSample => {
  if (reference.length !== candidate.length || reference.length < 2) throw new RangeError(`a distance needs two or more bins on both sides, got ${reference.length} and ${candidate.length}`);
  const m = totalOf(reference);
  const n = totalOf(candidate);
  if (reference.some((count) => count === 0) || n === 0) throw new RangeError("every bin needs a row of the reference, and the candidate a row");
  const bins = reference.length;
  let [distance, skew, kurt, first, second] = [0, 0, 0, 0, 0];
  reference.forEach((count, bin) => {
    const q = count / m;
    const r = (candidate[bin] ?? 0) / n / q - 1;
    distance += q * r * r;
    skew += q * r ** 3;
    kurt += q * r ** 4;
    first += r;
    second += r * r;
  });
  const [a, b] = [1 / effectiveCandidate, 1 / effectiveReference];
  const stretch = (delta: number): number => (distance > 0 ? Math.sqrt(delta / distance) : 0);
  const bias = (delta: number, side: "least" | "most"): number => {
    const t = stretch(delta);
    const ofCandidate = Math.max(0, bins - 1 + t * first - delta);
    const ofReference = Math.max(0, bins - 1 + 2 * t * first + t * t * second - delta);
    return side === "most" ? a * ofCandidate + b * Math.max(ofReference, ofCandidate) : ofCandidate / n + Math.min(ofReference, ofCandidate) / m;
  };
  const scaleOf = (delta: number): number => {
    if (delta <= 0 || distance <= 0) return a + b;
    const t = stretch(delta);
    const variance = 4 * a * (delta + t ** 3 * skew - delta ** 2) + b * (4 * delta + 4 * t ** 3 * skew + t ** 4 * kurt - delta ** 2);
    // A sample's third moment can be so far below 0 that the stretched shares are none; never less than half of the first order.
    return Math.max(variance / (4 * delta), (a + b) / 2);
  };
  return {
    bins, distance, bias,
    law: (delta, side) => {
      const scale = scaleOf(delta);
      return { scale, df: Math.max(0.5, bias(delta, side) / scale) };
    },
  };
};

const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => {
  requireWhole("count", count, 0);
  return sum + count;
}, 0);
