import { chiSquareCdf, chiSquareSurvival, logGamma } from "./distributions.ts";

/**
 * ln of the e-value against "events come at most (at least) as often as at the edge", from `events` where `expected` come at the edge: the likelihood with the ratio of rates drawn from
 * Gamma(shape, rate = shape), whose mean is 1, above 1 (below 1), over that at 1. Exact for Poisson events at any time. Source: Howard et al., Ann. Statist. 49 (2021), Prop. 10.
 */
export const gammaPoissonMixtureLogE = ({ events, expected }: { readonly events: number; readonly expected: number }, shape: number, side: "upwards" | "downwards"): number => {
  if (expected <= 0) return events > 0 && side === "upwards" ? Infinity : 0;
  const after = shape + events;
  return shape * Math.log(shape) - logGamma(shape) - logMass(shape, shape, side) + logGamma(after) + logMass(after, shape + expected, side) - after * Math.log(shape + expected) + expected;
};

/** ln of P(ratio > 1), or < 1, of a Gamma. */
const logMass = (shape: number, rate: number, side: "upwards" | "downwards"): number => Math.log(side === "upwards" ? chiSquareSurvival(2 * rate, 2 * shape) : chiSquareCdf(2 * rate, 2 * shape));
