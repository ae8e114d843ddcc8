import { clopperPearson } from "./clopper-pearson.ts";
import { poissonInterval } from "./poisson-interval.ts";

/** Two-sided 97.5 % of the normal: what turns an exact limit into a standard error. */
const z = 1.959963984540054;

/**
 * A standard error for few events, never 0: the longer arm of the exact 95 % interval over 1.96, so that estimate + 1.96 times it is the upper 97.5 % limit. Without an event that is the upper limit
 * over 1.96 (3.69 / exposure / 1.96). Trials (a share) by Clopper and Pearson, exposure (a rate per unit of it) by Garwood. Wider than need be: the exact interval covers at least 95 %, its shorter arm is not used.
 */
export const exactStandardError = (events: number, of: { readonly trials: number } | { readonly exposure: number }): number => {
  const [estimate, { low, high }] = "trials" in of ? [events / of.trials, clopperPearson(events, of.trials)] : [events / of.exposure, poissonInterval(events, of.exposure)];
  return Math.max((high ?? 1) - estimate, estimate - (low ?? 0)) / z;
};
