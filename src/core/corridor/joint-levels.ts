/** Production must be excluded with `production` against the corridor as wide as offline limits missed with `offline` make it. */
export interface JointLevel {
  readonly offline: number;
  readonly production: number;
}

/** Beyond this part of alpha the offline truth is not asked for. */
const given = 0.68;
/** Where the levels begin, as parts of alpha; the last goes to 1. */
const begins = [given, 1.088, 3.4] as const;
/** How the rest of alpha is shared among them. */
const shares = [0.165, 0.23, 0.605] as const;

/**
 * How the errors of offline and of production share alpha. For offline truths that the estimate excludes with p (two-sided, or of the one side that is judged) production must be excluded with r(p): r is 1 up to 0.68 alpha, and
 * falls in three steps to 0.23 alpha. A quiet series fails only if at the very truth p and production's own p, which is uniform at best whatever offline was, lie below r: alpha is what lies below it, for the two are independent. A split
 * of alpha (the union bound) asks both to be unlikely by themselves, and needs a departure about a tenth further out where the errors are alike. Where offline is exact (`exact`) production has all of alpha.
 */
export const jointLevels = (alpha: number, exact: boolean, family = 1): readonly JointLevel[] => {
  if (exact) return [{ offline: alpha, production: alpha }];
  return begins.map((begin, at) => {
    const end = at + 1 < begins.length ? (begins[at + 1] ?? 0) * alpha : 1;
    // Among a family the truths that are not asked for are as many times fewer; what that adds to the e-value's mean is less than what `given` leaves of it.
    return { offline: at === 0 ? (begin * alpha) / family : begin * alpha, production: ((shares[at] ?? 0) * (1 - given) * alpha) / (end - begin * alpha) };
  });
};
