import type { Moments } from "../../../core/domain/comparison.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Cell, Engine, Row } from "../../../ports/engine.ts";

/**
 * Outside these magnitudes squares would overflow or vanish, so values are scaled by a power of two first, which changes no
 * bit of them, and the results scaled back.
 */
const unscaledMagnitudes = { low: 1e-100, high: 1e100 } as const;

/** Ratios beyond this are left out of their mean: they come from a reference next to zero and their squares overflow. */
export const largestRatio = 1e100;

/** Up to this many distinct values they are counted exactly, because constant and few-valued outputs matter. */
export const exactDistinctLimit = 5000;

/** Up to this many pairs distinct values are always counted exactly. */
const exactDistinctPairs = 100_000;

export interface Range {
  readonly pairs: number;
  readonly minReference: number;
  readonly maxReference: number;
  readonly minCandidate: number;
  readonly maxCandidate: number;
}

const numberOrNull = (cell: Cell | undefined): number | null => (typeof cell === "number" ? cell : typeof cell === "bigint" ? Number(cell) : null);

/** Count and extremes of the finite pairs. */
export const rangeSql = (finitePairs: string): string => `SELECT count(*) AS n, min(x) AS min_x, max(x) AS max_x, min(y) AS min_y, max(y) AS max_y FROM ${finitePairs}`;

export const rangeOf = (row: Row | undefined): Range | null => {
  const pairs = Number(row?.["n"] ?? 0);
  if (row === undefined || pairs === 0) return null;
  // -0 + 0 is 0: the two are the same value, and which of them an engine returns depends on the order of rows.
  const extreme = (name: string): number => Number(row[name]) + 0;
  return { pairs, minReference: extreme("min_x"), maxReference: extreme("max_x"), minCandidate: extreme("min_y"), maxCandidate: extreme("max_y") };
};

/** The powers of two that bring each side's, and the differences', largest magnitude near one; 0 where no scaling is needed. */
export interface ScaleExponents {
  readonly x: number;
  readonly y: number;
  readonly d: number;
}

const scaleExponent = (low: number, high: number): number => {
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (largest === 0 || (largest >= unscaledMagnitudes.low && largest <= unscaledMagnitudes.high)) return 0;
  return -Math.floor(Math.log2(largest));
};

export const scaleExponents = (range: Range): ScaleExponents => ({
  x: scaleExponent(range.minReference, range.maxReference),
  y: scaleExponent(range.minCandidate, range.maxCandidate),
  d: scaleExponent(Math.min(range.minReference, range.minCandidate), Math.max(range.maxReference, range.maxCandidate)),
});

/** x * 2^exponent, in steps that do not overflow on the way. */
const timesPowerOfTwo = (value: number, exponent: number): number => {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
};

/**
 * Means and second moments by the engine's own one-pass, mean-centred aggregates (Welford), which stay right at a mean of 1e9;
 * sums of squares about zero do not.
 */
export const momentsSql = (dialect: Dialect, finitePairs: string, exponents: ScaleExponents): string => {
  const scaled = (value: string, exponent: number): string => {
    const half = Math.trunc(exponent / 2);
    return exponent === 0 ? value : `${value} * ${dialect.double(2 ** half)} * ${dialect.double(2 ** (exponent - half))}`;
  };
  const difference = exponents.d === 0 ? "d" : `${scaled("y", exponents.d)} - ${scaled("x", exponents.d)}`;
  const largest = `greatest(abs(${scaled("x", exponents.d)}), abs(${scaled("y", exponents.d)}))`;
  const ratio = `CASE WHEN x <> 0 AND abs(y / x) <= ${dialect.double(largestRatio)} THEN y / x END`;
  return `SELECT avg(sx) AS mean_x, avg(sy) AS mean_y, stddev_samp(sx) AS sd_x, stddev_samp(sy) AS sd_y, covar_samp(sx, sy) AS covariance,
  avg(sd) AS mean_d, stddev_samp(sd) AS sd_d, max(abs(d)) AS max_d, max(CASE WHEN d <> 0 THEN abs(sd) / largest ELSE 0 END) AS max_relative,
  count(ratio) AS ratio_pairs, avg(ratio) AS mean_ratio, stddev_samp(ratio) AS sd_ratio, ${dialect.approximateDistinct("x")} AS distinct_x, ${dialect.approximateDistinct("y")} AS distinct_y
FROM (SELECT x, y, d, ${scaled("x", exponents.x)} AS sx, ${scaled("y", exponents.y)} AS sy, ${difference} AS sd, ${largest} AS largest, ${ratio} AS ratio FROM ${finitePairs})`;
};

/** All moments of one output, from the rows of `rangeSql` and `momentsSql`. */
export const momentsOf = (range: Range, row: Row, exponents: ScaleExponents): Moments => {
  const unscaled = (name: string, exponent: number): number | null => {
    const value = numberOrNull(row[name]);
    return value === null ? null : timesPowerOfTwo(value, -exponent);
  };
  const [sdX, sdY, covariance] = [numberOrNull(row["sd_x"]), numberOrNull(row["sd_y"]), numberOrNull(row["covariance"])];
  const correlation = sdX === null || sdY === null || covariance === null || sdX === 0 || sdY === 0 ? null : Math.max(-1, Math.min(1, covariance / sdX / sdY));
  const { pairs, ...extremes } = range;
  return {
    pairs,
    meanReference: unscaled("mean_x", exponents.x),
    meanCandidate: unscaled("mean_y", exponents.y),
    sdReference: unscaled("sd_x", exponents.x),
    sdCandidate: unscaled("sd_y", exponents.y),
    ...extremes,
    meanDifference: unscaled("mean_d", exponents.d),
    sdDifference: unscaled("sd_d", exponents.d),
    maxAbsoluteDifference: Math.min(Number(row["max_d"]), Number.MAX_VALUE),
    maxRelativeDifference: numberOrNull(row["max_relative"]),
    correlation,
    ratioPairs: Number(row["ratio_pairs"]),
    meanRatio: numberOrNull(row["mean_ratio"]),
    sdRatio: numberOrNull(row["sd_ratio"]),
    distinctReference: Number(row["distinct_x"]),
    distinctCandidate: Number(row["distinct_y"]),
  };
};

/** Counts distinct values exactly where there are few, because an estimate of 2 must be 2. */
export const exactDistinct = async (engine: Engine, finitePairs: string, moments: Moments, signal?: AbortSignal): Promise<Moments> => {
  const exact = async (value: "x" | "y", approximate: number): Promise<number> => {
    if (approximate > exactDistinctLimit && moments.pairs > exactDistinctPairs) return approximate;
    const [row] = await engine.query(`SELECT count(DISTINCT ${value}) AS n FROM ${finitePairs}`, [], signal);
    return Number(row?.["n"]);
  };
  return { ...moments, distinctReference: await exact("x", moments.distinctReference), distinctCandidate: await exact("y", moments.distinctCandidate) };
};
