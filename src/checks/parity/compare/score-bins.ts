import type { ScoreBins } from "../../../core/domain/comparison.ts";
import type { Dialect } from "../../../core/sql/dialect.ts";
import type { Row } from "../../../ports/engine.ts";
import type { Range } from "./moments.ts";

/**
 * Bins per side. 20 x 20 cells show a shift, a squeeze or a mirror at a glance on a phone, and 30 outputs with every cell
 * filled stay under 500 kB of a report.
 */
export const scoreBinCount = 20;

/** Width of a bin's inverse; 0 when the reference is constant, so that only below, at and above remain. */
const inverseWidth = (range: Range): number => {
  const inverse = scoreBinCount / (range.maxReference - range.minReference);
  return Number.isFinite(inverse) ? inverse : 0;
};

/** Bin of a value: equal widths over the reference's range, values beyond it in the first or last. */
const binSql = (dialect: Dialect, range: Range, value: string): string => {
  const inverse = inverseWidth(range);
  if (inverse === 0) return `CASE WHEN ${value} > ${dialect.double(range.minReference)} THEN ${scoreBinCount - 1} ELSE 0 END`;
  return `least(${scoreBinCount - 1}, greatest(0, floor((${value} - ${dialect.double(range.minReference)}) * ${dialect.double(inverse)})))::INTEGER`;
};

/** How many pairs fell into each cell of reference bin and candidate bin. */
export const scoreBinsSql = (dialect: Dialect, finitePairs: string, range: Range): string =>
  `SELECT cell, count(*) AS n FROM (SELECT (${binSql(dialect, range, "x")} * ${scoreBinCount} + ${binSql(dialect, range, "y")})::SMALLINT AS cell FROM ${finitePairs}) GROUP BY cell`;

export const scoreBinsOf = (rows: readonly Row[], range: Range): ScoreBins => ({
  low: range.minReference,
  high: range.maxReference,
  count: scoreBinCount,
  cells: rows
    .map((row) => ({ reference: Math.floor(Number(row["cell"]) / scoreBinCount), candidate: Number(row["cell"]) % scoreBinCount, count: Number(row["n"]) }))
    .sort((a, b) => a.reference - b.reference || a.candidate - b.candidate),
});
