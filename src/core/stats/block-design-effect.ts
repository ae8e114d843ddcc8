import { chiSquareQuantile } from "./distributions.ts";

/** Consecutive rows: how many, the sum of one value over them, and the number of the block (blocks may be missing in between). */
export interface RowBlock {
  readonly block: number;
  readonly n: number;
  readonly sum: number;
}

export interface BlockDesignEffect {
  readonly blocks: number;
  /** How many times more the mean varies than that of as many independent rows; not below 1. */
  readonly effect: number;
  /** 90 % interval of the effect, from the chi-square of the variance between blocks. */
  readonly low: number;
  readonly high: number;
  /** Correlation of neighbouring block means: about 0 while dependence dies out within a block. */
  readonly lag1: number;
  /** Correlation of neighbouring rows that would have this effect, (effect - 1) / (effect + 1) as in an AR(1). */
  readonly autocorrelation: number;
  /** `longer`: block means hang together too, so the effect is seen only in part. `strong`: clearly more than an AR(1) of 0.5. Neither can be corrected for with trust. */
  readonly problem: "longer" | "strong" | null;
}

/** Fewer blocks tell nothing; blocks shorter than 10 rows on average are joined with their neighbours. */
const fewest = 8;
const fewestPerBlock = 10;
/** Blocks shorter than this miss a part of what neighbouring rows share, for it goes on across their edges. */
const longEnough = 50;
/** AR(1) with 0.5 triples the variance of a mean: (1 + 0.5) / (1 - 0.5). */
const strongest = 3;

/**
 * Batch means: the variance between blocks of consecutive rows over the variance that independent rows would give, `variance` being that of single rows. n / effect rows
 * then say as much as the n that depend on one another. An effect above 1 is divided by (B - 3) / (B - 1), for an estimated variance in the denominator makes tests err on the wrong side.
 * Blocks of fewer than 10 rows are joined with their neighbours. In blocks of fewer than 50, what goes on across their edges is added: 2 lag1 of the variance between them, where that is above 0.
 * `problem` is told at 3 standard errors (block means) and with 95 % (an effect above 3). Null when fewer than 8 blocks of 10 rows can be made, or nothing varies.
 * Source: Law, Simulation Modeling and Analysis, ch. 9 (batch means); Kish, Survey Sampling (design effect).
 */
export const blockDesignEffect = (rows: readonly RowBlock[], variance: number): BlockDesignEffect | null => {
  const blocks = longBlocks(rows.filter(({ n }) => n > 0));
  const n = blocks.reduce((sum, block) => sum + block.n, 0);
  const count = blocks.length;
  if (count < fewest || n < fewestPerBlock * count || !(variance > 0)) return null;
  const mean = blocks.reduce((sum, block) => sum + block.sum, 0) / n;
  const deviations = blocks.map((block) => (block.sum - mean * block.n) / Math.sqrt(block.n));
  const squares = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const neighbours = deviations.reduce((sum, deviation, index) => sum + (index > 0 && blocks[index]?.block === (blocks[index - 1]?.block ?? Number.NaN) + 1 ? deviation * (deviations[index - 1] ?? 0) : 0), 0);
  const lag1 = squares > 0 ? neighbours / squares : 0;
  const across = n < longEnough * count ? 1 + 2 * Math.max(0, lag1) : 1;
  const raw = (across * squares) / (count - 1) / variance;
  const effect = Math.max(1, raw <= 1 ? 1 : (raw * (count - 1)) / (count - 3));
  const low = (raw * (count - 1)) / chiSquareQuantile(0.95, count - 1);
  const high = (raw * (count - 1)) / chiSquareQuantile(0.05, count - 1);
  const problem = lag1 > 3 / Math.sqrt(count) ? "longer" : low > strongest ? "strong" : null;
  // Values near the largest double overflow when they are squared: how they hang together was not seen.
  if (![effect, low, high, lag1].every(Number.isFinite)) return null;
  return { blocks: count, effect, low, high, lag1, autocorrelation: (effect - 1) / (effect + 1), problem };
};

/** As few neighbours joined as make blocks of 10 rows on average, by their numbers, so that neighbours stay neighbours. */
const longBlocks = (blocks: readonly RowBlock[]): readonly RowBlock[] => {
  const n = blocks.reduce((sum, block) => sum + block.n, 0);
  const first = blocks.reduce((least, { block }) => Math.min(least, block), Infinity);
  let joined = blocks;
  const most = n >= fewestPerBlock * fewest ? blocks.length : 1;
  for (let width = 2; width <= most && joined.length * fewestPerBlock > n; width++) {
    const by = new Map<number, { block: number; n: number; sum: number }>();
    for (const each of blocks) {
      const block = Math.floor((each.block - first) / width);
      const whole = by.get(block) ?? { block, n: 0, sum: 0 };
      by.set(block, { block, n: whole.n + each.n, sum: whole.sum + each.sum });
    }
    joined = [...by.values()].toSorted((a, b) => a.block - b.block);
  }
  return joined;
};
