const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** ln(n!) for whole n >= 0; summed below 32, Stirling's series above (relative error below 1e-13). */
export const logFactorial = (n: number): number => {
  if (n < 32) {
    let sum = 0;
    for (let k = 2; k <= n; k += 1) sum += Math.log(k);
    return sum;
  }
  const inverse = 1 / n;
  return n * Math.log(n) - n + halfLogTwoPi + 0.5 * Math.log(n) + inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260;
};

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/**
 * Chance that at least `hits` of `marked` marked rows fall among `drawn` rows drawn blindly from `total`: the one-sided test of Fisher
 * (hypergeometric upper tail). Exact up to rounding; summed until further terms no longer count.
 */
export const chanceOfHits = (total: number, marked: number, drawn: number, hits: number): number => {
  if (hits <= Math.max(0, drawn + marked - total)) return 1;
  const most = Math.min(marked, drawn);
  const all = logChoose(total, drawn);
  let sum = 0;
  for (let k = hits; k <= most; k += 1) {
    const term = Math.exp(logChoose(marked, k) + logChoose(total - marked, drawn - k) - all);
    sum += term;
    if (k > (drawn * marked) / total && term <= sum * 1e-17) break;
  }
  return Math.min(1, sum);
};
