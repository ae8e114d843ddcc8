import { tunedRho } from "../stats/normal-mixture.ts";
import { logStartWeight } from "../stats/start-weights.ts";
import { type Stretch, tMixtureHalfWidth, tMixtureLogE } from "../stats/t-mixture.ts";
import type { Range } from "./corridor-of.ts";
import type { Evidence, Unit } from "./evidence.ts";

interface UnitTuning {
  /** Units that the mixture is tuned to see a departure within; a tenth of it is mixed in for gross ones. */
  readonly tuned: number;
  readonly alpha: number;
  /** A departure may begin at every unit (1), or every seventh. */
  readonly step: number;
  /** How much more the mean of units varies than independent ones would, for days that hang together, as is known after so many units. */
  readonly inflation: (end: number) => number;
  /** Variance of a unit of n rows: `ofUnit` + `ofRow` / n. `ofRow` null: units weigh alike. */
  readonly ofRow: number | null;
  readonly ofUnit: number;
  /** About where values lie: sums are kept relative to it, so that no digit is lost. */
  readonly pivot: number;
  /** Units from which on the weights are scaled. */
  readonly least: number;
}

/** The least share of the variance that rows alone make which units are taken to have: a stretch of equal values is chance, not certainty. */
const leastOfRows = 0.1;

/**
 * Evidence of weeks, or days without their season, by t-mixtures: units are taken as normal about a level, their variance unknown. A departure may have begun at any start; each has its own test, whose
 * variance is told by what lies before it too, and the largest of the weighted e-values counts. Each exceeds exp(x) over its weight with chance weight exp(-x) at most, at any time; so does the largest with
 * exp(-x). (Their sum would be sharper by a tenth, but each start sees its own filtration, and nothing holds for the sum at all times.)
 */
export const unitEvidence = (units: readonly Unit[], tuning: UnitTuning): Evidence => {
  const { tuned, alpha, step, inflation, ofRow, ofUnit, pivot, least } = tuning;
  const [weights, sums, squares] = [0, 1, 2].map(() => new Float64Array(units.length + 1)) as [Float64Array, Float64Array, Float64Array];
  const usual = units.slice(0, least).reduce((sum, { n }) => sum + n, 0) / Math.max(1, Math.min(least, units.length));
  const variance = (n: number): number => ofUnit + (ofRow ?? 0) / Math.max(1, n);
  units.forEach(({ value, n }, at) => {
    const weight = ofRow === null || !(variance(n) > 0) ? 1 : variance(usual) / variance(n);
    const x = value - pivot;
    weights[at + 1] = (weights[at] ?? 0) + weight;
    sums[at + 1] = (sums[at] ?? 0) + weight * x;
    squares[at + 1] = (squares[at] ?? 0) + weight * x * x;
  });
  const floor = ofRow === null ? 0 : (leastOfRows * ofRow) / Math.max(1, usual);
  const rhos = [tunedRho(tuned, alpha), tunedRho(tuned / 10, alpha)] as const;
  const between = (prefix: Float64Array, start: number, end: number): number => (prefix[end] ?? 0) - (prefix[start] ?? 0);
  const about = (start: number, end: number): number => {
    const weight = between(weights, start, end);
    return weight > 0 ? Math.max(0, between(squares, start, end) - between(sums, start, end) ** 2 / weight) : 0;
  };
  const stretch = (from: number, start: number, end: number): Stretch => {
    const count = end + 1 - start;
    const weight = between(weights, start, end + 1);
    const before = start - from > 1;
    const earlier = before ? start - from - 1 : 0;
    const within = Math.max(about(start, end + 1) + (before ? about(from, start) : 0), floor * (count - 1 + earlier));
    return { count, weight, mean: pivot + between(sums, start, end + 1) / weight, within: within * inflation(end), earlier };
  };
  return {
    against: ({ low, high }, from, end) => {
      const side = low === -Infinity ? "upwards" : high === Infinity ? "downwards" : "either";
      let best = { logE: -Infinity, start: from };
      for (let start = from, place = 0; start <= end; start += step, place++) {
        const of = stretch(from, start, end);
        const nearest = Math.min(high, Math.max(low, of.mean));
        const [long, short] = nearest === of.mean ? rhos.map((rho) => Math.log(rho / (of.weight + rho)) / 2) as [number, number] : rhos.map((rho) => tMixtureLogE(of, nearest, rho, side)) as [number, number];
        const top = Math.max(long, short);
        const logE = logStartWeight(place) + top + Math.log((Math.exp(long - top) + Math.exp(short - top)) / 2);
        if (logE > best.logE) best = { logE, start };
      }
      return best;
    },
    estimate: (start, end) => pivot + between(sums, start, end + 1) / between(weights, start, end + 1),
    interval: (from, start, end, logThreshold): Range => {
      const of = stretch(from, start, end);
      const half = tMixtureHalfWidth(of, rhos[0], logThreshold);
      return { low: of.mean - half, high: of.mean + half };
    },
    standardError: (from, start, end) => {
      const { within, weight, count, earlier } = stretch(from, start, end);
      return Math.sqrt(within / Math.max(1, count - 1 + earlier) / weight);
    },
  };
};
