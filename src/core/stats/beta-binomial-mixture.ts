import { betaCdf, logGamma } from "./distributions.ts";

/**
 * ln of the e-value against "the chance of an event is at most (at least) `edge`", from `events` of `trials`: the likelihood with the chance drawn from Beta(a, b) beyond the edge,
 * over that at the edge. Exact for counts of any size, and at any time. `either`: the whole Beta, against the edge itself.
 * a = r / (1 - edge), b = r / edge has its mean at the edge and is tuned to about 8 r events. Source: Howard, Ramdas, McAuliffe & Sekhon, Ann. Statist. 49 (2021), Prop. 6 and 7.
 */
export const betaBinomialMixtureLogE = ({ events, trials }: { readonly events: number; readonly trials: number }, edge: number, a: number, b: number, side: "either" | "upwards" | "downwards"): number => {
  // At an edge of 0 (1) any event (non-event) beyond it is impossible.
  if (edge <= 0) return events > 0 && side !== "downwards" ? Infinity : 0;
  if (edge >= 1) return events < trials && side !== "upwards" ? Infinity : 0;
  const others = trials - events;
  return logBeta(a + events, b + others) + logMass(a + events, b + others, edge, side) - logBeta(a, b) - logMass(a, b, edge, side) - events * Math.log(edge) - others * Math.log1p(-edge);
};

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

const logMass = (a: number, b: number, edge: number, side: "either" | "upwards" | "downwards"): number =>
  side === "either" ? 0 : Math.log(side === "upwards" ? betaCdf(1 - edge, b, a) : betaCdf(edge, a, b));
