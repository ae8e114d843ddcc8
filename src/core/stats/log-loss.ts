/**
 * Probabilities are moved this far away from 0 and 1 before the logarithm, so that one confident mistake costs 36 and not
 * everything. It is the spacing of float64 at 1, as in scikit-learn.
 */
export const logLossClip: number = 2 ** -52;

/**
 * Mean negative log likelihood of outcomes (0 or 1) under probabilities, in nats: 0 perfect, ln 2 for always saying 0.5.
 * Null for no rows. The same term in SQL is spelled by `logLossSql`.
 */
export const logLoss = (probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): number | null => {
  if (probabilities.length !== outcomes.length) throw new RangeError(`${probabilities.length} probabilities for ${outcomes.length} outcomes`);
  if (probabilities.length === 0) return null;
  let sum = 0;
  for (let row = 0; row < probabilities.length; row++) {
    const p = Math.min(1 - logLossClip, Math.max(logLossClip, probabilities[row] ?? Number.NaN));
    sum -= outcomes[row] === 1 ? Math.log(p) : Math.log1p(-p);
  }
  return sum / probabilities.length;
};

/** One row's term as SQL: `score` a double expression, `isPositive` a condition. */
export const logLossSql = (score: string, isPositive: string): string =>
  `-ln(CASE WHEN ${isPositive} THEN greatest(${score}, ${logLossClip}) ELSE greatest(1.0 - ${score}, ${logLossClip}) END)`;
