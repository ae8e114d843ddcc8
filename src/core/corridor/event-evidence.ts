import { betaBinomialMixtureLogE } from "../stats/beta-binomial-mixture.ts";
import { gammaPoissonMixtureLogE } from "../stats/gamma-poisson-mixture.ts";
import { logGamma } from "../stats/distributions.ts";
import { logStartWeight } from "../stats/start-weights.ts";
import type { Range } from "./corridor-of.ts";
import type { Evidence, Unit } from "./evidence.ts";

interface EventTuning {
  /** `share`: events of trials, each 0 or 1. `rate`: events of time. */
  readonly law: "share" | "rate";
  /** Value of the metric per event and exposure: 1, or 86,400 for a rate per day of exposure in seconds. */
  readonly scale: number;
  /** The offline estimate: about where rates lie. */
  readonly expected: number;
  readonly step: number;
  /** Shares near 1: the trials that are no events are counted instead. */
  readonly mirrored?: boolean;
}

/** Events that the mixture is worth: tuned to be sharpest after about eight. */
const shape = 1;

/**
 * Evidence of rare events, exact for any count: beta-binomial mixtures for events of trials, gamma-Poisson ones for events of time, the rate drawn beyond the nearest edge. Starts are weighted as those of weeks are, and
 * the largest counts.
 */
export const eventEvidence = (units: readonly Unit[], tuning: EventTuning): Evidence => (tuning.mirrored === true ? ofFailures(units, tuning) : ofEvents(units, tuning));

const ofFailures = (units: readonly Unit[], tuning: EventTuning): Evidence => {
  const evidence = ofEvents(units.map((unit) => ({ ...unit, events: (unit.exposure ?? 0) - (unit.events ?? 0) })), { ...tuning, expected: 1 - tuning.expected });
  const mirror = ({ low, high }: Range): Range => ({ low: 1 - high, high: 1 - low });
  return {
    against: (range, from, end) => evidence.against(mirror(range), from, end),
    estimate: (start, end) => 1 - evidence.estimate(start, end),
    interval: (from, start, end, logThreshold) => mirror(evidence.interval(from, start, end, logThreshold)),
    standardError: evidence.standardError,
  };
};

const ofEvents = (units: readonly Unit[], { law, scale, expected, step }: EventTuning): Evidence => {
  const [events, exposures] = [new Float64Array(units.length + 1), new Float64Array(units.length + 1)];
  units.forEach((unit, at) => {
    events[at + 1] = (events[at] ?? 0) + (unit.events ?? 0);
    exposures[at + 1] = (exposures[at] ?? 0) + (unit.exposure ?? 0);
  });
  const of = (start: number, end: number): { k: number; m: number } => ({ k: (events[end + 1] ?? 0) - (events[start] ?? 0), m: (exposures[end + 1] ?? 0) - (exposures[start] ?? 0) });
  const beyond = (k: number, m: number, edge: number, side: "upwards" | "downwards"): number =>
    law === "rate" ? gammaPoissonMixtureLogE({ events: k, expected: edge * m }, shape, side) : betaBinomialMixtureLogE({ events: k, trials: m }, edge, shape / (1 - edge), shape / edge, side);
  const atBest = (k: number, m: number, edge: number): number =>
    k === 0 && edge <= 0 ? 0 : k * Math.log(k === 0 ? 1 : k / (m * edge)) + (law === "rate" ? edge * m - k : k >= m ? 0 : (m - k) * (Math.log1p(-k / m) - Math.log1p(-edge)));
  const middle = Math.max(expected / scale, 1e-12);
  /** ln of the mixture about `middle`, two-sided, over the likelihood at a rate. */
  const either = (k: number, m: number): ((rate: number) => number) => {
    const logPower = (count: number, log: number): number => (count === 0 ? 0 : count * log);
    if (law === "share") {
      const mixed = betaBinomialMixtureLogE({ events: k, trials: m }, middle, shape / (1 - middle), shape / middle, "either") + logPower(k, Math.log(middle)) + logPower(m - k, Math.log1p(-middle));
      return (rate) => mixed - logPower(k, Math.log(rate)) - logPower(m - k, Math.log1p(-rate));
    }
    const prior = shape / middle;
    const mixed = shape * Math.log(prior) - logGamma(shape) + logGamma(shape + k) - (shape + k) * Math.log(prior + m);
    return (rate) => mixed - logPower(k, Math.log(rate)) + rate * m;
  };
  return {
    against: (range, from, end) => {
      const [low, high] = [Math.max(0, range.low) / scale, range.high / scale];
      const shared = range.low > -Infinity && range.high < Infinity ? Math.LN2 : 0;
      let best = { logE: -Infinity, start: from };
      for (let start = from, place = 0; start <= end; start += step, place++) {
        const { k, m } = of(start, end);
        const weight = logStartWeight(place);
        // No mixture exceeds the likelihood at its best: most starts need not be told exactly. Nor inside, where a mixture over what lies outside is below 1.
        if (weight + atBest(k, m, k > high * m ? high : low) - shared <= best.logE) continue;
        const one = k > high * m ? beyond(k, m, high, "upwards") : k < low * m ? beyond(k, m, low, "downwards") : 0;
        const weighted = weight + Math.min(one - shared, Number.MAX_VALUE);
        if (weighted > best.logE) best = { logE: weighted, start };
      }
      return best;
    },
    estimate: (start, end) => { const { k, m } = of(start, end); return m > 0 ? (k / m) * scale : Number.NaN; },
    interval: (_, start, end, logThreshold): Range => {
      const { k, m } = of(start, end);
      const most = law === "share" ? 1 : Math.max(1, 100 * (k + 10 + logThreshold)) / Math.max(m, 1e-12);
      const logE = either(k, m);
      const inside = (rate: number): boolean => logE(rate) < logThreshold;
      const edge = (inner: number, outer: number): number => {
        let [near, far] = [inner, outer];
        for (let halving = 0; halving < 50; halving++) { const between = (near + far) / 2; if (inside(between)) near = between; else far = between; }
        return far;
      };
      const best = m > 0 ? k / m : 0;
      return { low: k === 0 ? 0 : edge(best, 0) * scale, high: law === "share" && k === m ? scale : edge(best === 0 ? 1e-15 : best, most) * scale };
    },
    standardError: (_, start, end) => { const { k, m } = of(start, end); return m > 0 ? (Math.sqrt(Math.max(1, k)) / m) * scale : Infinity; },
  };
};
