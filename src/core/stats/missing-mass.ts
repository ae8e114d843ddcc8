import { chiSquareQuantile, normalQuantile } from "./distributions.ts";
import type { Estimate } from "./estimate.ts";

/**
 * The share of a population in values that a sample of it has not kept, from that sample alone: Good and Turing's estimate. `counts` are those of the kept values, `unseen` is how many
 * rows had others. Each row is left out in turn: where a value was kept for having `cut` rows at least, those with exactly `cut` would not have been, so
 *   M = (unseen + cut t_cut) / n,  variance = (unseen + cut t_cut + cut (cut + 1) t_(cut + 1)) / n^2
 * with t_c the number of values that have c rows. Where every value is kept (unseen = 0) cut is 1 and M is f1 / n, its variance (f1 + 2 f2) / n^2. Where only the most frequent are, cut is the
 * lowest of their counts: a sample that says itself what is frequent thinks too well of it. How many of cut + 1 rows would then have lost against others of cut rows is not known: half of
 * them in M, none in the lower limit, all in the upper. The upper limit is the exact one of a Poisson count, with the part of t_(cut + 1) squared and
 * added: without a value of one row it is ln(1 / tail) / n, the most that one value can have that is missed so often. `effective` are the independent rows that say as much as n.
 * Source: Good, Biometrika 40 (1953) 237; Robbins, Annals of Mathematical Statistics 39 (1968) 256.
 */
export const missingMass = ({ counts, unseen }: { readonly counts: readonly number[]; readonly unseen: number }, n: number, effective = n): Estimate => {
  const cut = unseen === 0 ? 1 : counts.reduce((least, count) => (count > 0 && count < least ? count : least), Infinity);
  const having = (rows: number): number => (Number.isFinite(rows) ? counts.reduce((sum, count) => sum + (count === rows ? 1 : 0), 0) : 0);
  const worth = effective / n;
  const atCut = having(cut);
  const outside = (unseen + (atCut > 0 ? cut * atCut : 0)) * worth;
  const beyond = atCut === 0 && unseen > 0 ? 0 : Math.max(cut * (cut + 1) * having(cut + 1), cut * (cut - 1) * atCut) * worth;
  const rows = n * worth;
  const halfTied = unseen === 0 || atCut === 0 ? 0 : ((cut + 1) * having(cut + 1) * worth) / 2;
  const at = (level: number): { low: number; high: number } => {
    const tail = (1 - level) / 2;
    const z = normalQuantile(1 - tail);
    const normal = z * Math.sqrt(Math.max(0, outside * (1 - outside / rows)));
    const [low, high] = outside > large ? [outside - normal, outside + normal] : [outside > 0 ? chiSquareQuantile(tail, 2 * outside) / 2 : 0, chiSquareQuantile(1 - tail, 2 * outside + 2) / 2];
    const more = z * Math.sqrt(beyond);
    return { low: Math.max(0, outside - Math.hypot(outside - low, more)) / rows, high: Math.min(1, (outside + Math.hypot(high - outside, more) + 2 * halfTied) / rows) };
  };
  return { value: Math.min(1, (outside + halfTied) / rows), at, method: "Good-Turing" };
};

/** From here on a Poisson count is as good as normal. */
const large = 1000;
