import type { Engine, Row } from "../../../ports/engine.ts";

/** What all values of one column of text look like; row numbers count data rows from 1. */
export interface ColumnEvidence {
  readonly name: string;
  /** Fields that are not empty. */
  readonly values: number;
  readonly booleans: number;
  /** Readable as a number, NaN and infinities included. */
  readonly numbers: number;
  /** Written without fraction, exponent or leading zeros. */
  readonly integers: number;
  /** Numbers written with leading zeros, such as 007: names rather than numbers. */
  readonly padded: number;
  /** Words people write for a missing value. */
  readonly missingWords: number;
  readonly firstNumber: number | null;
  readonly firstOther: number | null;
  readonly firstOtherText: string | null;
  /** Smallest and largest of the integers. */
  readonly low: bigint | null;
  readonly high: bigint | null;
  /** Integers beyond 2^53 that a double would change. */
  readonly inexact: number;
}

/** Words that stand for a missing value; among numbers they are an error (LS209), among texts they are texts. */
export const missingWords = ["na", "n/a", "#n/a", "null", "none", "nil", "nat", "undefined", "missing", "-", "?"] as const;

const numberOf = (row: Row | undefined, name: string): number => Number(row?.[name] ?? 0);
const integerPattern = "[+-]?(0|[1-9][0-9]*)";
const numberPattern = "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?([nN][aA][nN]|[iI][nN][fF]([iI][nN][iI][tT][yY])?)";

/** Looks at every row of one column, so that its type does not depend on a sample. */
export const columnEvidence = async (engine: Engine, table: string, name: string): Promise<ColumnEvidence> => {
  const { identifier, literal, countIf } = engine.dialect;
  const field = identifier(name);
  const number = `(TRY_CAST(${field} AS DOUBLE) IS NOT NULL AND regexp_full_match(${field}, ${literal(numberPattern)}))`;
  const word = `lower(${field}) IN (${missingWords.map(literal).join(", ")})`;
  const [counts] = await engine.query(`SELECT count(${field}) AS "values", ${countIf(`lower(${field}) IN ('true', 'false')`)} AS booleans,
  ${countIf(number)} AS numbers, ${countIf(`${field} LIKE '0_%' OR ${field} LIKE '-0_%'`)} AS zeros, ${countIf(word)} AS words,
  min(rowid) FILTER (WHERE ${number}) AS first_number, min(rowid) FILTER (WHERE ${field} IS NOT NULL AND NOT ${number}) AS first_other,
  arg_min(${field}, rowid) FILTER (WHERE ${field} IS NOT NULL AND NOT ${number}) AS first_other_text
FROM ${table}`);
  const numeric = numberOf(counts, "values") > 0 && numberOf(counts, "numbers") === numberOf(counts, "values");
  const [whole] = numeric
    ? await engine.query(`SELECT ${countIf("integer")} AS integers, ${countIf(`regexp_full_match(field, '[+-]?0[0-9]+')`)} AS padded,
  min(huge) AS low, max(huge) AS high, ${countIf("abs(huge) > 9007199254740992 AND huge::DOUBLE::HUGEINT <> huge")} + ${countIf("integer AND huge IS NULL")} AS inexact
FROM (SELECT field, integer, CASE WHEN integer THEN TRY_CAST(field AS HUGEINT) END AS huge
  FROM (SELECT ${field} AS field, regexp_full_match(${field}, '${integerPattern}') AS integer FROM ${table}))`)
    : [];
  const place = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value) + 1);
  const huge = (value: unknown): bigint | null => (typeof value === "bigint" ? value : null);
  return {
    name,
    values: numberOf(counts, "values"),
    booleans: numberOf(counts, "booleans"),
    numbers: numberOf(counts, "numbers"),
    missingWords: numberOf(counts, "words"),
    firstNumber: place(counts?.["first_number"]),
    firstOther: place(counts?.["first_other"]),
    firstOtherText: typeof counts?.["first_other_text"] === "string" ? counts["first_other_text"] : null,
    integers: numberOf(whole, "integers"),
    padded: numberOf(whole, "padded"),
    low: huge(whole?.["low"]),
    high: huge(whole?.["high"]),
    inexact: numberOf(whole, "inexact"),
  };
};
