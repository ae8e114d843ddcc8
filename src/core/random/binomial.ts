import type { Random } from "./random.ts";

/**
 * How many of n independent trials of chance p succeed. Exact: for a small mean by adding up gaps between successes, else by rejection from a
 * transformed uniform with a table mountain for a hat (Hörmann, BTRD/BTRS, J. Stat. Comput. Simul. 46, 1993). Drawing counts costs the same for 50 rows and a million.
 */
export const binomial = (random: Random, n: number, p: number): number => {
  if (!(n >= 0 && p >= 0 && p <= 1)) throw new RangeError(`a binomial needs n >= 0 and p in [0, 1], got ${n} and ${p}`);
  if (p > 0.5) return n - binomial(random, n, 1 - p);
  if (n === 0 || p === 0) return 0;
  return n * p < 10 ? byGaps(random, n, p) : byRejection(random, n, p);
};

const byGaps = (random: Random, n: number, p: number): number => {
  const log = Math.log1p(-p);
  let successes = -1;
  let trials = 0;
  while (trials <= n) {
    trials += Math.floor(Math.log(1 - random.unit()) / log) + 1;
    successes += 1;
  }
  return successes;
};

const byRejection = (random: Random, n: number, p: number): number => {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const vr = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const odds = Math.log(p / (1 - p));
  const mode = Math.floor((n + 1) * p);
  const top = logFactorial(mode) + logFactorial(n - mode);
  for (;;) {
    const u = random.unit() - 0.5;
    const v = random.unit();
    const edge = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / edge + b) * u + centre);
    if (k < 0 || k > n) continue;
    if (edge >= 0.07 && v <= vr) return k;
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= top - logFactorial(k) - logFactorial(n - k) + (k - mode) * odds) return k;
  }
};

/** ln k!, by Stirling's series from 10 on: 1e-13 relative. */
const logFactorial = (k: number): number => {
  if (k < 10) return smallest[k] ?? 0;
  const x = k + 1;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + (1 / 12 - (1 / 360 - 1 / (1260 * x * x)) / (x * x)) / x;
};
const smallest = [0, 0, ...[2, 3, 4, 5, 6, 7, 8, 9].map(((product) => (k: number) => Math.log((product *= k)))(1))];
