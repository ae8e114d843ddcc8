import { countOf } from "../../core/wording/count-of.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { countOrZero, numberOrNull } from "./cell-number.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import { medianSql } from "./quantile-sql.ts";
import { sighting, type Sighting } from "./sighting.ts";
import { ULP_RELATIVE } from "./units-in-last-place.ts";

/** At most three of ten rows may jump; more is not a few. */
export const JUMP_ROWS_SHARE = 0.3;

/** Nine of ten rows that stayed must be equal but for the last digits. */
export const JUMP_STILL_SHARE = 0.9;

/** A jump is at least a hundredth of the reference's spread: a leaf or a bucket, not a rounding that just left tolerance. */
export const JUMP_SPREAD = 0.01;

export interface JumpCounts {
  readonly finite: number;
  readonly jumped: number;
  /** Rows that did not jump and are equal but for the last digits. */
  readonly still: number;
  /** Median size of the jumps. */
  readonly size: number;
  readonly sdReference: number;
}

/** Whether a few rows jump while the rest stand still. */
export const decideJump = (c: JumpCounts): boolean =>
  c.jumped > 0 && c.jumped <= JUMP_ROWS_SHARE * c.finite && c.still >= JUMP_STILL_SHARE * (c.finite - c.jumped) && c.size >= JUMP_SPREAD * c.sdReference;

/** JUMP: most rows are equal, a few move by a leaf or a bucket. */
export const findJump = async (scope: OutputScope): Promise<Sighting | null> => {
  const { engine, table, comparison, facts } = scope;
  if (!isScore(scope)) return null;
  const { countIf, double } = engine.dialect;
  const row = (await engine.query(`select ${countIf("class = 'value'")} as jumped,
    ${countIf(`class in ('equal', 'within') and abs(b - a) <= ${double(ULP_RELATIVE)} * greatest(abs(a), abs(b))`)} as still, ${medianSql(table, "abs(b - a)", "class = 'value'")} as size from ${table} where a is not null and b is not null`))[0] ?? {};
  const counts = { finite: facts.finite, jumped: countOrZero(row["jumped"]), still: countOrZero(row["still"]), size: numberOrNull(row["size"]) ?? 0, sdReference: facts.sdReference };
  if (!decideJump(counts)) return null;
  return sighting({
    code: "JUMP",
    output: comparison.output,
    statement: `${comparison.output} jumps on ${countOf(counts.jumped, "row")} of ${counts.finite.toLocaleString("en-US")}, by ${shortNumber(counts.size)} and the like, while the others stand still`,
    explains: counts.jumped / Math.max(1, facts.outside),
    evidence: { jumped: counts.jumped, still: counts.still, medianJump: counts.size, sdReference: counts.sdReference },
  });
};
