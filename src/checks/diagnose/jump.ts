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

/** Smaller moves are rounding that grows on a few rows, when this share of the pairs shows rounding: its cause is everywhere, its effect not. */
export const JUMP_ROUNDED = 0.1;

export interface JumpCounts {
  readonly finite: number;
  readonly jumped: number;
  /** Rows that did not jump and are equal but for the last digits. */
  readonly still: number;
  /** Of those, rows that differ in their last digits. */
  readonly rounded: number;
  /** Median size of the jumps. */
  readonly size: number;
  readonly sdReference: number;
}

/** Whether a few rows jump while the rest stand still, or a few show more of the rounding that the rest shows too. */
export const decideJump = (c: JumpCounts): "jump" | "amplified" | null => {
  if (c.jumped === 0 || c.jumped > JUMP_ROWS_SHARE * c.finite || c.still < JUMP_STILL_SHARE * (c.finite - c.jumped)) return null;
  if (c.size >= JUMP_SPREAD * c.sdReference) return "jump";
  return c.rounded >= JUMP_ROUNDED * c.finite ? "amplified" : null;
};

/** JUMP: most rows are equal, a few move by a leaf or a bucket, or by rounding that a model near singularity makes grow. */
export const findJump = async (scope: OutputScope): Promise<Sighting | null> => {
  const { engine, table, comparison, facts } = scope;
  if (!isScore(scope)) return null;
  const { countIf, double } = engine.dialect;
  // Near zero a ratio misleads; there the last digits are those of the spread.
  const still = `class in ('equal', 'within') and abs(b - a) <= ${double(ULP_RELATIVE)} * greatest(abs(a), abs(b), ${double(facts.sdReference)})`;
  const row = (await engine.query(`select ${countIf("class = 'value'")} as jumped, ${countIf(still)} as still, ${countIf(`a <> b and ${still}`)} as rounded, ${medianSql(table, "abs(b - a)", "class = 'value'")} as size from ${table} where a is not null and b is not null`))[0] ?? {};
  const counts = { finite: facts.finite, jumped: countOrZero(row["jumped"]), still: countOrZero(row["still"]), rounded: countOrZero(row["rounded"]), size: numberOrNull(row["size"]) ?? 0, sdReference: facts.sdReference };
  const kind = decideJump(counts);
  if (kind === null) return null;
  const rows = `${countOf(counts.jumped, "row")} of ${counts.finite.toLocaleString("en-US")}`;
  return sighting({
    code: "JUMP",
    form: kind,
    output: comparison.output,
    statement:
      kind === "jump"
        ? `${comparison.output} jumps on ${rows}, by ${shortNumber(counts.size)} and the like, while the others stand still`
        : `${comparison.output} moves on ${rows}, by ${shortNumber(counts.size)} and the like, while ${counts.rounded.toLocaleString("en-US")} others differ in their last digits: rounding that grows on these rows`,
    explains: counts.jumped / Math.max(1, facts.outside),
    evidence: { jumped: counts.jumped, still: counts.still, rounded: counts.rounded, medianJump: counts.size, sdReference: counts.sdReference },
  });
};
