/** Units to which the weight of a change is spread about evenly before it thins out. */
const spread = 8;
/** Share of the weight that the first start has to itself: what was never right is the commonest change. */
const first = 0.2;

const total = 1 / (spread * Math.log(spread) ** 2) + 1 / Math.log(spread);

/**
 * ln of the weight of "the change begins at start j", j = 0, 1, 2 …: summing to less than 1 over all of them, so that the union of tests from every start keeps one error.
 * 1 / (x ln^2 x), x = j + 8, which thins as slowly as a sum may.
 */
export const logStartWeight = (start: number): number => {
  const x = start + spread;
  return Math.log((start === 0 ? first : 0) + (1 - first) / (total * x * Math.log(x) ** 2));
};
