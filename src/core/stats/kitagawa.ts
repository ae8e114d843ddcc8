/** Sums of a ratio of one cell (a segment) in two periods: numerator and denominator. */
export interface RatioCell {
  readonly before: { readonly m: number; readonly d: number };
  readonly after: { readonly m: number; readonly d: number };
}

/** What one cell has to do with the difference. `mix`: that its share of the denominator changed. `rate`: that its own ratio did. */
export interface KitagawaTerm {
  readonly mix: number;
  readonly rate: number;
  /** Share of the denominator. */
  readonly weightBefore: number;
  readonly weightAfter: number;
  /** The cell's own ratio; where a period has nothing of the cell, the other period's. */
  readonly rateBefore: number;
  readonly rateAfter: number;
}

/**
 * Where the difference of two ratios of sums comes from, exactly: with w the cell's share of the denominator, r its ratio, R the ratio of all and bars the average
 * of both periods,
 *   R1 - R0 = sum over cells of (w1 - w0) (r - R) bars + (r1 - r0) w bar.
 * A cell that one period lacks has no change of rate. Both periods need a denominator above 0 in all; RangeError else.
 * Source: Kitagawa, JASA 50 (1955) 1168; the same as the two-fold decomposition of Blinder and Oaxaca with equal weights.
 */
export const kitagawa = (cells: readonly RatioCell[]): { readonly difference: number; readonly before: number; readonly after: number; readonly terms: readonly KitagawaTerm[] } => {
  const total = (side: "before" | "after", part: "m" | "d"): number => cells.reduce((sum, cell) => sum + cell[side][part], 0);
  const [d0, d1] = [total("before", "d"), total("after", "d")];
  if (!(d0 > 0 && d1 > 0)) throw new RangeError(`a ratio needs a denominator above 0, got ${d0} and ${d1}`);
  const [before, after] = [total("before", "m") / d0, total("after", "m") / d1];
  const middle = (before + after) / 2;
  const terms = cells.map((cell): KitagawaTerm => {
    const [w0, w1] = [cell.before.d / d0, cell.after.d / d1];
    const own = (side: "before" | "after"): number | null => (cell[side].d === 0 ? null : cell[side].m / cell[side].d);
    const [r0, r1] = [own("before") ?? own("after") ?? middle, own("after") ?? own("before") ?? middle];
    return { mix: (w1 - w0) * ((r0 + r1) / 2 - middle), rate: (r1 - r0) * ((w0 + w1) / 2), weightBefore: w0, weightAfter: w1, rateBefore: r0, rateAfter: r1 };
  });
  return { difference: after - before, before, after, terms };
};
