import type { Random } from "../../../src/core/random/random.ts";

/** ln k! by Stirling's series from 10 on, and by a table below: what the acceptance test of the sampler needs. */
const logFactorials = Array.from({ length: 10 }, (_, k) => Array.from({ length: k }, (__, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0));
const logFactorial = (k: number): number => {
  if (k < 10) return logFactorials[k] ?? 0;
  const x = k + 1;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
};

/**
 * How many of n trials with chance p each succeed: one exact draw, at a cost that does not grow with n. By inversion where n p is small, else by
 * Hörmann's transformed rejection (BTRS, "The generation of binomial random variates", J. Stat. Comput. Simul. 46, 1993).
 */
export const binomial = (n: number, p: number, random: Random): number => {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(n, 1 - p, random);
  return n * p < 10 ? byInversion(n, p, random) : byRejection(n, p, random);
};

const byInversion = (n: number, p: number, random: Random): number => {
  const odds = p / (1 - p);
  for (;;) {
    let chance = Math.exp(n * Math.log1p(-p));
    let u = random.unit();
    for (let k = 0; k <= Math.min(n, 110); k++) {
      if (u < chance) return k;
      u -= chance;
      chance *= (odds * (n - k)) / (k + 1);
    }
  }
};

const byRejection = (n: number, p: number, random: Random): number => {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const alpha = (2.83 + 5.1 / b) * spread;
  const vr = 0.92 - 4.2 / b;
  const logOdds = Math.log(p / (1 - p));
  const mode = Math.floor((n + 1) * p);
  const peak = logFactorial(mode) + logFactorial(n - mode);
  for (;;) {
    const u = random.unit() - 0.5;
    const v = random.unit();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor((2 * a / us + b) * u + c);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || k > n) continue;
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= peak - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds) return k;
  }
};

/** How n draws fall into cells of these chances (which sum to 1): an exact multinomial, cell by cell, each given what is left. */
export const multinomial = (n: number, chances: ArrayLike<number>, random: Random): Float64Array => {
  const counts = new Float64Array(chances.length);
  let left = n;
  let mass = 1;
  for (let cell = 0; cell < chances.length && left > 0; cell++) {
    const chance = chances[cell] ?? 0;
    const count = cell === chances.length - 1 || chance >= mass ? left : binomial(left, chance / mass, random);
    counts[cell] = count;
    left -= count;
    mass -= chance;
  }
  return counts;
};

/** Drawn counts, or those expected where nothing is to be drawn. */
export const countsOf = (n: number, chances: ArrayLike<number>, random: Random | null): Float64Array =>
  random === null ? Float64Array.from(chances, (chance) => Math.round(n * chance)) : multinomial(n, chances, random);
