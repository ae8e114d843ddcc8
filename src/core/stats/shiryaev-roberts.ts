import { normalMixtureLogE, tunedRho } from "./normal-mixture.ts";

interface ShiryaevRoberts {
  /** ln of the statistic after each observation. */
  readonly path: readonly number[];
  /** Observations at which it alarmed; after each it begins anew. */
  readonly alarms: readonly number[];
  /** For every alarm, and at last for the end: the observation from which on the evidence is largest. */
  readonly since: readonly number[];
}

/** How many observations the mixture is tuned to see a change within. */
const tuned = 7;

/**
 * Change detection by an e-detector: the sum, over all observations at which a change may have begun, of the e-values since then (normal mixture, both directions). Alarms at `runLength`, and begins anew.
 * Between two false alarms lie at least `runLength` observations on average, for observations whose mean is 0 and whose variance, dependence included, is at most 1. Source: Shin, Ramdas & Rinaldo, E-detectors, arXiv 2203.03532.
 */
export const shiryaevRoberts = (standardised: readonly number[], runLength: number): ShiryaevRoberts => {
  const rho = tunedRho(tuned, 1 / runLength);
  const [path, alarms, since]: [number[], number[], number[]] = [[], [], []];
  // ln of the mixture's first factor and twice its denominator, by how many observations there are: what `normalMixtureLogE` would work out again for every pair of beginning and end.
  const [factors, denominators] = [1, 2].map(() => new Float64Array(standardised.length + 1)) as [Float64Array, Float64Array];
  for (let count = 1; count <= standardised.length; count++) [factors[count], denominators[count]] = [normalMixtureLogE(0, count, rho), 2 * (count + rho)];
  let begin = 0;
  let best = 0;
  for (let t = 0; t < standardised.length; t++) {
    let sum = 0;
    let total = 0;
    let largest = -Infinity;
    for (let start = t; start >= begin; start--) {
      sum += standardised[start] ?? 0;
      const logE = (factors[t - start + 1] ?? 0) + (sum * sum) / (denominators[t - start + 1] ?? 1);
      total += Math.exp(Math.min(700, logE));
      if (logE > largest) [largest, best] = [logE, start];
    }
    const log = Math.log(total);
    path.push(log);
    if (log >= Math.log(runLength)) {
      alarms.push(t);
      since.push(best);
      begin = t + 1;
    }
  }
  return { path, alarms, since: [...since, best] };
};
