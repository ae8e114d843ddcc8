import type { Interval } from "../../core/domain/interval.ts";
import { normalQuantile } from "../../core/stats/distributions.ts";
import type { Engine } from "../../ports/engine.ts";

export interface ScoreRanking {
  readonly n: number;
  readonly positives: number;
  readonly negatives: number;
  /** Chance that a positive scores above a negative, ties one half; null without both. */
  readonly auc: number | null;
  /** DeLong. */
  readonly interval: Interval | null;
  /** Precision at each threshold, weighted by the recall it adds, as scikit-learn's average_precision_score. */
  readonly averagePrecision: number | null;
  /** Area under the straight lines between the points of the precision-recall curve. */
  readonly trapezoid: number | null;
}

/** How a score ranks yes/no outcomes. `from` has the columns `s` (double, a higher one means yes) and `y` (boolean), both without nulls. */
export const scoreRanking = async (engine: Engine, from: string, level = 0.95): Promise<ScoreRanking> => {
  const groups = `SELECT s, CAST(sum(CASE WHEN y THEN 1 ELSE 0 END) AS DOUBLE) AS p, CAST(sum(CASE WHEN y THEN 0 ELSE 1 END) AS DOUBLE) AS q FROM ${from} GROUP BY s`;
  const running = `SELECT p, q, sum(p) OVER up AS p_up, sum(q) OVER up AS q_up, sum(p) OVER () AS positives, sum(q) OVER () AS negatives FROM (${groups}) WINDOW up AS (ORDER BY s ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  // From above: how many lie at this score or higher, and strictly higher.
  const both = `SELECT *, q_up - q / 2 AS beaten, p_up - p / 2 AS below, positives - p_up + p AS p_down, negatives - q_up + q AS q_down, positives - p_up AS p_over, negatives - q_up AS q_over FROM (${running})`;
  const precision = "p_down / (p_down + q_down)";
  const before = "CASE WHEN p_over + q_over = 0 THEN 1 ELSE p_over / (p_over + q_over) END";
  const [row] = await engine.query(`SELECT max(positives) AS positives, max(negatives) AS negatives, sum(p * beaten) AS won, sum(p * beaten * beaten) AS won_squares,
  sum(q * (positives - below) * (positives - below)) AS lost_squares, sum(p * ${precision}) AS steps, sum(p * (${precision} + ${before}) / 2) AS lines FROM (${both})`);
  const of = (name: string): number => Number(row?.[name] ?? 0);
  const [positives, negatives] = [of("positives"), of("negatives")];
  const n = positives + negatives;
  if (positives === 0 || negatives === 0) return { n, positives, negatives, auc: null, interval: null, averagePrecision: null, trapezoid: null };
  const auc = of("won") / positives / negatives;
  return { n, positives, negatives, auc, interval: delong(auc, of("won_squares"), of("lost_squares"), positives, negatives, level), averagePrecision: of("steps") / positives, trapezoid: of("lines") / positives };
};

/** From each row's own share of wins; null below two of either. */
const delong = (auc: number, wonSquares: number, lostSquares: number, positives: number, negatives: number, level: number): Interval | null => {
  if (positives < 2 || negatives < 2) return null;
  const ofPositives = Math.max(0, wonSquares / negatives ** 2 - positives * auc ** 2) / (positives - 1) / positives;
  const ofNegatives = Math.max(0, lostSquares / positives ** 2 - negatives * auc ** 2) / (negatives - 1) / negatives;
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(ofPositives + ofNegatives);
  return { low: Math.max(0, auc - half), high: Math.min(1, auc + half), level, method: "DeLong" };
};
