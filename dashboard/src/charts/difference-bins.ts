import type { OutputComparison } from "../run-types.ts";

type Differences = NonNullable<OutputComparison["differences"]>;

/** A bar of the histogram: where it stands on the signed logarithmic axis, and between which differences. */
export interface DifferenceBar {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export interface SignedLogBins {
  readonly bars: readonly DifferenceBar[];
  /** Decades from the innermost to the outermost, as powers of ten. */
  readonly innermost: number;
  readonly outermost: number;
  /** Place of a difference on the axis: decades beyond the innermost, mirrored for negative ones. */
  readonly place: (difference: number) => number;
}

/** Half the width, in decades, of the place that exact equality has in the middle. */
const zeroHalf = 0.45;
const gap = 0.25;

/** The histogram's bars on an axis that is logarithmic to both sides of zero. */
export const signedLogBins = (differences: Differences, tolerance: number | null): SignedLogBins => {
  const decades = Math.log10(differences.gamma);
  const bins = [...differences.positive, ...differences.negative].map(({ bin }) => bin);
  const lower = bins.map((bin) => (bin - 1) * decades);
  const upper = bins.map((bin) => bin * decades);
  const reach = tolerance !== null && tolerance > 0 ? [Math.log10(tolerance)] : [];
  const innermost = Math.floor(Math.min(...lower, ...reach, ...(bins.length + reach.length === 0 ? [0] : [])) + 1e-9);
  const outermost = Math.max(innermost + 1, Math.ceil(Math.max(...upper, ...reach, ...(bins.length + reach.length === 0 ? [0] : [])) - 1e-9));
  const start = zeroHalf + gap;
  const fromLog = (log: number, sign: number): number => sign * (start + Math.max(0, log - innermost));
  const place = (difference: number): number => (difference === 0 ? 0 : fromLog(Math.log10(Math.abs(difference)), Math.sign(difference)));
  const barsOf = (list: Differences["positive"], sign: 1 | -1): DifferenceBar[] =>
    list.map(({ bin, count }) => {
      const inner = (bin - 1) * decades;
      const outer = bin * decades;
      const ends = [fromLog(inner, sign), fromLog(outer, sign)].sort((a, b) => a - b);
      const values = [sign * 10 ** inner, sign * 10 ** outer].sort((a, b) => a - b);
      return { from: ends[0] ?? 0, to: ends[1] ?? 0, low: values[0] ?? 0, high: values[1] ?? 0, count };
    });
  const zero: DifferenceBar[] = differences.zero > 0 ? [{ from: -zeroHalf, to: zeroHalf, low: 0, high: 0, count: differences.zero }] : [];
  return { bars: [...barsOf(differences.negative, -1).reverse(), ...zero, ...barsOf(differences.positive, 1)], innermost, outermost, place };
};
