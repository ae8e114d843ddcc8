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

/** So many columns are asked about in one query: planning it is most of what a small file costs. */
const together = 16;

/** Looks at every row of every column, so that types do not depend on a sample. In the order of the names. */
export const columnEvidence = async (engine: Engine, table: string, names: readonly string[]): Promise<ColumnEvidence[]> => {
  const found: ColumnEvidence[] = [];
  for (let first = 0; first < names.length; first += together) found.push(...await evidenceOf(engine, table, names.slice(first, first + together)));
  return found;
};

const evidenceOf = async (engine: Engine, table: string, names: readonly string[]): Promise<ColumnEvidence[]> => {
  const { identifier, literal, countIf } = engine.dialect;
  const each = (of: (field: string, place: number) => readonly string[]): string => names.flatMap((_, place) => of(`field_${place}`, place)).join(",\n  ");
  const isNumber = (field: string): string => `(TRY_CAST(${field} AS DOUBLE) IS NOT NULL AND regexp_full_match(${field}, ${literal(numberPattern)}))`;
  const [counts] = await engine.query(`SELECT ${each((field, place) => [
    `count(${field}) AS values_${place}`, `${countIf(`lower(${field}) IN ('true', 'false')`)} AS booleans_${place}`, `${countIf(`number_${place}`)} AS numbers_${place}`,
    `${countIf(`lower(${field}) IN (${missingWords.map(literal).join(", ")})`)} AS words_${place}`, `min(CASE WHEN number_${place} THEN line END) AS first_number_${place}`,
    `min(CASE WHEN ${field} IS NOT NULL AND NOT number_${place} THEN line END) AS first_other_${place}`, `arg_min(${field}, CASE WHEN ${field} IS NOT NULL AND NOT number_${place} THEN line END) AS first_other_text_${place}`,
  ])}
FROM (SELECT rowid AS line, ${names.map((name, place) => `${identifier(name)} AS field_${place}, ${isNumber(identifier(name))} AS number_${place}`).join(", ")} FROM ${table})`);
  const isNumeric = names.map((_, place) => numberOf(counts, `values_${place}`) > 0 && numberOf(counts, `numbers_${place}`) === numberOf(counts, `values_${place}`));
  const numeric = (of: (place: number) => string): string => names.flatMap((_, place) => (isNumeric[place] === true ? [of(place)] : [])).join(", ");
  const [whole] = isNumeric.includes(true)
    ? await engine.query(`SELECT ${numeric((place) => `${countIf(`integer_${place}`)} AS integers_${place}, ${countIf(`regexp_full_match(field_${place}, '[+-]?0[0-9]+')`)} AS padded_${place},
  min(huge_${place}) AS low_${place}, max(huge_${place}) AS high_${place},
  ${countIf(`abs(huge_${place}) > 9007199254740992 AND huge_${place}::DOUBLE::HUGEINT <> huge_${place}`)} + ${countIf(`integer_${place} AND huge_${place} IS NULL`)} AS inexact_${place}`)}
FROM (SELECT ${numeric((place) => `field_${place}, integer_${place}, CASE WHEN integer_${place} THEN TRY_CAST(field_${place} AS HUGEINT) END AS huge_${place}`)}
  FROM (SELECT ${numeric((place) => `${identifier(names[place] ?? "")} AS field_${place}, regexp_full_match(${identifier(names[place] ?? "")}, '${integerPattern}') AS integer_${place}`)} FROM ${table}))`)
    : [];
  const line = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value) + 1);
  const huge = (value: unknown): bigint | null => (typeof value === "bigint" ? value : null);
  return names.map((name, place): ColumnEvidence => {
    const text = counts?.[`first_other_text_${place}`];
    return {
      name, values: numberOf(counts, `values_${place}`), booleans: numberOf(counts, `booleans_${place}`), numbers: numberOf(counts, `numbers_${place}`), missingWords: numberOf(counts, `words_${place}`),
      firstNumber: line(counts?.[`first_number_${place}`]), firstOther: line(counts?.[`first_other_${place}`]), firstOtherText: typeof text === "string" ? text : null,
      integers: numberOf(whole, `integers_${place}`), padded: numberOf(whole, `padded_${place}`), low: huge(whole?.[`low_${place}`]), high: huge(whole?.[`high_${place}`]), inexact: numberOf(whole, `inexact_${place}`),
    };
  });
};
