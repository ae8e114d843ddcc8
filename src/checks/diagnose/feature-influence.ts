import { isNumeric } from "../../core/domain/dtype.ts";
import { numberOrNull } from "./cell-number.ts";
import { isScore, type OutputScope } from "./output-scope.ts";

/** How one numeric feature goes with an output: rank correlations over pairs in which it is known. */
export interface FeatureInfluence {
  readonly feature: string;
  readonly rows: number;
  /** Of the reference's and the candidate's value with the feature. */
  readonly reference: number;
  readonly candidate: number;
  /** Of the size of the difference with the size of the feature. */
  readonly gap: number;
}

const meanRank = (v: string): string => `rank() over (order by ${v}) + (count(*) over (partition by ${v}) - 1) / 2.0`;

/** Rank correlations of every numeric feature with both sides' values and with their difference. */
export const featureInfluences = async (scope: OutputScope): Promise<readonly FeatureInfluence[]> => {
  if (!isScore(scope)) return [];
  const { engine, table } = scope;
  const influences: FeatureInfluence[] = [];
  for (const feature of scope.features.filter((f) => isNumeric(f.dtype))) {
    const x = `cast(${feature.column} as double)`;
    const correlation = (u: string, v: string): string => `covar_pop(${u}, ${v}) / nullif(stddev_pop(${u}) * stddev_pop(${v}), 0)`;
    const row = (await engine.query(`select count(*) as n, ${correlation("ra", "rx")} as reference, ${correlation("rb", "rx")} as candidate, ${correlation("rd", "rm")} as gap from
      (select ${meanRank("a")} as ra, ${meanRank("b")} as rb, ${meanRank("abs(b - a)")} as rd, ${meanRank(x)} as rx, ${meanRank(`abs(${x})`)} as rm
       from ${table} where a is not null and b is not null and ${feature.column} is not null and ${engine.dialect.isFinite(x)}) as ranked`))[0] ?? {};
    influences.push({ feature: feature.name, rows: numberOrNull(row["n"]) ?? 0, reference: numberOrNull(row["reference"]) ?? 0, candidate: numberOrNull(row["candidate"]) ?? 0, gap: numberOrNull(row["gap"]) ?? 0 });
  }
  return influences;
};

/** A candidate that follows one feature this closely is ruled by it. */
export const RULED_BY = 0.9;

/** ... when the reference follows it less by this much. */
export const RULED_MORE = 0.25;

/** The feature that rules the candidate and not the reference: it outweighs all others, as in another unit. Null when there is none. */
export const rulingFeature = (influences: readonly FeatureInfluence[]): FeatureInfluence | null => {
  const best = influences.reduce<FeatureInfluence | null>((top, f) => (top === null || Math.abs(f.candidate) > Math.abs(top.candidate) ? f : top), null);
  return best !== null && Math.abs(best.candidate) >= RULED_BY && Math.abs(best.candidate) - Math.abs(best.reference) >= RULED_MORE ? best : null;
};

/** The gap must follow a feature's size at least this closely ... */
export const GAP_FOLLOWS = 0.8;

/** ... and this much more closely than any other feature's, before the feature is named. */
export const GAP_LEAD = 0.15;

/** The feature with whose magnitude the gap grows; null when none stands out. */
export const gapFeature = (influences: readonly FeatureInfluence[]): FeatureInfluence | null => {
  const [first, second] = [...influences].sort((x, y) => y.gap - x.gap);
  return first !== undefined && first.gap >= GAP_FOLLOWS && first.gap - Math.max(0, second?.gap ?? 0) >= GAP_LEAD ? first : null;
};

/** A feature counts in the reference from this rank correlation on ... */
export const COUNTED = 0.3;

/** ... and counts no more below this share of it. */
export const COUNTS_NO_MORE = 0.25;

/** The others must keep their part: when several change, the whole model is another one. */
export const OTHERS_KEEP = 0.25;

/** The one feature that moves the reference and no longer moves the candidate, while the others keep their part; null when there is none. */
export const lostFeature = (influences: readonly FeatureInfluence[]): FeatureInfluence | null => {
  const lost = influences.filter((f) => Math.abs(f.reference) >= COUNTED && Math.abs(f.candidate) <= COUNTS_NO_MORE * Math.abs(f.reference));
  const [only] = lost;
  if (only === undefined || lost.length > 1) return null;
  return influences.every((f) => f === only || Math.abs(f.candidate - f.reference) <= OTHERS_KEEP) ? only : null;
};

/** Two features are exchanged when swapping their influence removes at least this much of the squared change of influence. */
export const EXCHANGE_REMOVES = 0.8;

/** ... or nearly all of it where the scores are another population: another model's influences resemble an exchange by chance. */
export const EXCHANGE_REMOVES_ELSEWHERE = 0.98;

/** The change of influence must be this large to speak of at all: the sum of squared changes of rank correlation. */
export const EXCHANGE_CHANGE = 0.05;

/** The two features whose influence on the output looks exchanged; null when no pair does. */
export const exchangedFeatures = (influences: readonly FeatureInfluence[], removes: number): readonly [string, string] | null => {
  const squared = (x: number, y: number): number => (x - y) ** 2;
  const change = influences.reduce((sum, f) => sum + squared(f.reference, f.candidate), 0);
  // Rank correlations of unrelated columns scatter by 1/sqrt(rows) on both sides.
  const noise = influences.reduce((sum, f) => sum + 4 / Math.max(1, f.rows), 0);
  if (change < EXCHANGE_CHANGE + noise) return null;
  let best: { pair: readonly [string, string]; left: number } | null = null;
  for (const [i, f] of influences.entries())
    for (const g of influences.slice(i + 1)) {
      const left = change - squared(f.reference, f.candidate) - squared(g.reference, g.candidate) + squared(f.reference, g.candidate) + squared(g.reference, f.candidate);
      if (best === null || left < best.left) best = { pair: [f.feature, g.feature], left };
    }
  return best !== null && best.left <= (1 - removes) * change ? best.pair : null;
};
