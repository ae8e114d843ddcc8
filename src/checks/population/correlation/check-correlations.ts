import type { Finding } from "../../../core/domain/finding.ts";
import type { CorrelationShift } from "../../../core/domain/population-comparison.ts";
import type { CrossMoments, Profile, ProfileCell } from "../../../core/domain/profile.ts";
import { familyAlpha, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { correlationDifference } from "../../../core/stats/correlation-difference.ts";
import { type ColumnSpread, columnSpread } from "./column-spread.ts";
import { correlationFindings } from "./correlation-findings.ts";

export interface CorrelationQuestion {
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly settings: PopulationSettings;
}

const most = 50;

/**
 * Do columns hang together as before? Every pair of the cross moments: difference of Pearson correlations with its interval against the margin. All pairs together are one claim of the family, so
 * failing is held to `alphaPerClaim` over the number of pairs. Of the pairs the 50 furthest apart are returned; all are judged.
 */
export const checkCorrelations = ({ reference, candidate, settings: family }: CorrelationQuestion): { readonly correlations: CorrelationShift[]; readonly findings: Finding[] } => {
  if (reference.specDigest !== candidate.specDigest) throw new RangeError(`profiles of different specs are not compared: ${reference.specDigest} and ${candidate.specDigest}`);
  const [before, after] = [sideOf(reference), sideOf(candidate)];
  if (before === null || after === null) return { correlations: [], findings: [] };
  const columns = before.cross.columns.filter((name) => after.cross.columns.includes(name));
  const settings = { ...family, alphaPerClaim: family.alphaPerClaim / Math.max(1, (columns.length * (columns.length - 1)) / 2) };
  const pairs: CorrelationShift[] = [];
  columns.forEach((a, place) => columns.slice(place + 1).forEach((b) => {
    const pair = judgePair(a, b, before, after, settings);
    if (pair !== null) pairs.push(pair);
  }));
  pairs.sort((x, y) => Math.abs(y.difference) - Math.abs(x.difference));
  return { correlations: pairs.slice(0, most), findings: correlationFindings(pairs, Math.min(before.cross.n, after.cross.n), settings) };
};

interface Side {
  readonly cross: CrossMoments;
  readonly spreads: ReadonlyMap<string, ColumnSpread>;
}

const sideOf = ({ cells, spec }: Profile): Side | null => {
  const cell: ProfileCell | undefined = cells.find(({ window, segment }) => window === null && segment === null);
  if (cell === undefined || cell.cross === null || cell.cross.columns.length < 2) return null;
  const spreads = new Map<string, ColumnSpread>();
  for (const column of spec.columns) {
    const spread = cell.cross.columns.includes(column.name) ? columnSpread(cell, column, spec.gamma) : null;
    if (spread !== null) spreads.set(column.name, spread);
  }
  return { cross: cell.cross, spreads };
};

const judgePair = (a: string, b: string, before: Side, after: Side, { margins, alphaPerClaim }: PopulationSettings): CorrelationShift | null => {
  const [first, second] = [seen(a, b, before), seen(a, b, after)];
  if (first === null || second === null) return null;
  const inner = correlationDifference(first, second, 1 - 2 * familyAlpha);
  const outer = correlationDifference(first, second, 1 - 2 * alphaPerClaim);
  if (inner === null || outer === null) return null;
  const margin = margins.correlation;
  const beyond = outer.interval.low > margin || outer.interval.high < -margin;
  const inside = inner.interval.low >= -margin && inner.interval.high <= margin;
  const verdict = first.refused || second.refused ? "inconclusive" : beyond ? "fail" : inside ? "pass" : "inconclusive";
  return { a, b, reference: first.r, candidate: second.r, difference: inner.difference, interval: inner.interval, p: inner.p, verdict };
};

/** Null where a column does not vary. A product of two columns depends on earlier rows no more than the less dependent of both does. */
const seen = (a: string, b: string, { cross, spreads }: Side) => {
  const r = correlationOf(cross, cross.columns.indexOf(a), cross.columns.indexOf(b));
  const [first, second] = [spreads.get(a), spreads.get(b)];
  if (r === null || first === undefined || second === undefined) return null;
  const effects = [first.dependence.values, second.dependence.values];
  const effect = Math.min(...effects.map((each) => each?.effect ?? 1));
  return { r, n: cross.n / effect, kurtosis: Math.max(first.kurtosis, second.kurtosis), refused: effects.every((each) => each !== null && each.problem !== null) };
};

const correlationOf = ({ columns, n, sums, products }: CrossMoments, i: number, j: number): number | null => {
  const [low, high] = [Math.min(i, j), Math.max(i, j)];
  const product = (row: number, column: number): number => products[row * columns.length - (row * (row - 1)) / 2 + column - row] ?? Number.NaN;
  const centred = (row: number, column: number): number => product(row, column) - ((sums[row] ?? 0) * (sums[column] ?? 0)) / n;
  const [first, second] = [centred(low, low), centred(high, high)];
  // What is left of a square after its mean is taken off is rounding below 1e-12 of it.
  if (!(first > 1e-12 * product(low, low) && second > 1e-12 * product(high, high))) return null;
  const r = centred(low, high) / Math.sqrt(first * second);
  return Number.isFinite(r) ? Math.max(-1, Math.min(1, r)) : null;
};
