import { quantileRatio } from "../../../core/stats/quantile-ratio.ts";
import { orderStatistics, type QuantileEstimate, quantileRanks } from "../../../core/stats/quantile-interval.ts";
import type { Engine } from "../../../ports/engine.ts";
import { answered, type RequestRelation } from "./request-relation.ts";

/** The first block of requests; 8 is the least of which a median has an interval. Each next block is as long as all before it. */
export const firstBlock = 8;

/** A block is slow when its whole interval lies above this ratio: shared machines drift by a tenth within one run. */
export const slowBlockRatio = 1.2;

/** Fewer answered requests than this on either side do not tell a start from the rest. */
export const fewestForOnset = 4 * firstBlock;

export interface SlowdownOnset {
  /**
   * `nowhere`: no part is clearly slower · `first-requests`: only the start, as after a cold start · `throughout`: from the start to the
   * end · `later`: it began after the start · `passing`: neither at the start nor at the end
   */
  readonly where: "nowhere" | "first-requests" | "throughout" | "later" | "passing";
  /** For `first-requests`: how many were slow; for `later`: how many came before. */
  readonly requests: number | null;
  /** Ratio of medians, candidate / reference, over requests `from` to `to` of each environment in order of sending. */
  readonly blocks: readonly { readonly from: number; readonly to: number; readonly ratio: number; readonly low: number; readonly high: number }[];
}

/** Where in the run the candidate is slower than the reference; null with too few requests to say. */
export const slowdownOnset = async (engine: Engine, reference: RequestRelation, candidate: RequestRelation, level = 0.95): Promise<SlowdownOnset | null> => {
  const [a, b] = [await blockMedians(engine, reference, level), await blockMedians(engine, candidate, level)];
  if (Math.min(total(a), total(b)) < fewestForOnset) return null;
  const blocks = a.flatMap((block, index) => {
    const found = quantileRatio(block, b[index] ?? null);
    if (found === null) return [];
    const from = index === 0 ? 1 : firstBlock * 2 ** (index - 1) + 1;
    return [{ from, to: from + Math.min(block.n, b[index]?.n ?? 0) - 1, ratio: found.ratio, low: found.interval.low, high: found.interval.high }];
  });
  return { ...classify(blocks), blocks };
};

const classify = (blocks: SlowdownOnset["blocks"]): Pick<SlowdownOnset, "where" | "requests"> => {
  const slow = blocks.map(({ low }) => low > slowBlockRatio);
  const first = slow.indexOf(true);
  if (first === -1) return { where: "nowhere", requests: null };
  // A short early block may be slow without being clearly so; it does not speak against "throughout".
  const atStart = (blocks[0]?.ratio ?? 1) > slowBlockRatio;
  if (slow.at(-1) === true) {
    const before = blocks.slice(0, first).findLast(({ ratio }) => ratio <= slowBlockRatio);
    return before === undefined ? { where: "throughout", requests: null } : { where: "later", requests: before.to };
  }
  if (!atStart) return { where: "passing", requests: null };
  const end = slow.indexOf(false, first);
  return { where: "first-requests", requests: blocks[end - 1]?.to ?? null };
};

/** Median and its interval per block of requests in order of sending. */
const blockMedians = async (engine: Engine, { sql }: RequestRelation, level: number): Promise<QuantileEstimate[]> => {
  const placed = `SELECT latency_ms, row_number() OVER (ORDER BY sent_at, call) AS place FROM ${sql} WHERE ${answered}`;
  const blocked = `SELECT latency_ms, CASE WHEN place <= ${firstBlock} THEN 0 ELSE CAST(ceil(log2(place / ${firstBlock}.0)) AS INTEGER) END AS block FROM (${placed})`;
  const sizes = await engine.query(`SELECT block, count(*) AS n FROM (${blocked}) GROUP BY block ORDER BY block`);
  const wanted = sizes.flatMap((row) => {
    const n = Number(row["n"]);
    const ranks = quantileRanks(n, 0.5, level);
    return ranks === null ? [] : [{ block: Number(row["block"]), n, ranks }];
  });
  if (wanted.length === 0) return [];
  const conditions = wanted.map(({ block, ranks }) => `(block = ${block} AND rn IN (${ranks.low}, ${ranks.estimate}, ${ranks.high}))`);
  const rows = await engine.query(`SELECT block, rn, latency_ms FROM (SELECT block, latency_ms, row_number() OVER (PARTITION BY block ORDER BY latency_ms) AS rn FROM (${blocked})) WHERE ${conditions.join(" OR ")}`);
  const at = (block: number, rank: number): number => Number(rows.find((row) => Number(row["block"]) === block && Number(row["rn"]) === rank)?.["latency_ms"] ?? Number.NaN);
  return wanted.map(({ block, n, ranks }) => ({
    q: 0.5, n, estimate: at(block, ranks.estimate),
    interval: { low: at(block, ranks.low), high: at(block, ranks.high), level, method: orderStatistics },
  }));
};

const total = (blocks: readonly QuantileEstimate[]): number => blocks.reduce((sum, { n }) => sum + n, 0);
