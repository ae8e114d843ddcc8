import { isFloat, isNumeric } from "../../core/domain/dtype.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { Engine } from "../../ports/engine.ts";
import { numberOrNull } from "./cell-number.ts";
import type { FeatureColumn } from "./feature-column.ts";
import { quantilesSql } from "./quantile-sql.ts";

export type ConditionKind = "null" | "known" | "literal-null" | "category" | "zero" | "nonzero" | "negative" | "non-ascii" | "untrimmed" | "empty" | "fraction" | "big-integer" | "rare" | "length" | "range";

/** A way to single out rows by one feature. */
export interface RowCondition {
  readonly kind: ConditionKind;
  readonly feature: string;
  /** Goes after "rows where". */
  readonly words: string;
  readonly sql: string;
}

/** The most frequent values of a text or whole-number feature that are each tried as a category. */
export const CATEGORIES_TRIED = 40;

/** A number feature with at most this many values is also tried value by value. */
export const NUMERIC_CATEGORIES = 12;

/** Values seen at most this often in the sample stand together as "rare": what one side may treat as never seen. */
export const RARE_COUNT = 2;

/** Cut points of numeric features and of text lengths, as quantiles. */
export const RANGE_QUANTILES = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98] as const;

/** Beyond it a double no longer tells neighbouring integers apart; so the column itself is held against it. */
const largestExactInteger = 2 ** 53;

const quoted = (text: string): string => (text.length > 40 ? `"${text.slice(0, 37)}..."` : `"${text}"`);

/** Bytes of UTF-8 differ from characters where a text leaves ASCII. */
const leavesAscii = (column: string): string => `octet_length(encode(${column})) <> length(${column})`;

const cuts = async (engine: Engine, table: string, expression: string, condition: string): Promise<readonly number[]> => {
  const row = (await engine.query(quantilesSql(table, expression, condition, RANGE_QUANTILES)))[0] ?? {};
  const values = RANGE_QUANTILES.map((_, i) => numberOrNull(row[`q${i}`])).filter((v): v is number => v !== null && Number.isFinite(v));
  return [...new Set(values)];
};

const frequentValues = async (engine: Engine, table: string, column: string): Promise<readonly { readonly text: string; readonly count: number }[]> =>
  (await engine.query(`select cast(${column} as varchar) as v, count(*) as n from ${table} where ${column} is not null group by 1 order by n desc, v limit ${CATEGORIES_TRIED + 1}`)).map((row) => ({ text: String(row["v"]), count: numberOrNull(row["n"]) ?? 0 }));

const categoryConditions = (dialect: Dialect, feature: FeatureColumn, values: readonly { readonly text: string; readonly count: number }[]): RowCondition[] =>
  values
    .slice(0, CATEGORIES_TRIED)
    .filter((value) => value.count > RARE_COUNT)
    .map((value) => ({
      kind: /^(na|n\/a|nan|null|none|nil|-)$/i.test(value.text) ? "literal-null" : "category",
      feature: feature.name,
      words: `${feature.name} is ${isNumeric(feature.dtype) || feature.dtype === "bool" ? value.text : quoted(value.text)}`,
      sql: `cast(${feature.column} as varchar) = ${dialect.literal(value.text)}`,
    }));

const numberConditions = async (engine: Engine, table: string, feature: FeatureColumn, of: (kind: ConditionKind, words: string, sql: string) => RowCondition): Promise<RowCondition[]> => {
  const { column, name, dtype } = feature;
  const { double, isFinite, isNaN } = engine.dialect;
  const value = `cast(${column} as double)`;
  const known = `${column} is not null and ${isFinite(value)}`;
  const conditions = [of("zero", `${name} is 0`, `${column} = 0`), of("nonzero", `${name} is not 0`, `${known} and ${column} <> 0`), of("negative", `${name} is negative`, `${known} and ${column} < 0`)];
  if (isFloat(dtype)) {
    conditions.push(of("null", `${name} is NaN`, `${column} is not null and ${isNaN(value)}`));
    conditions.push(of("fraction", `${name} has a fraction`, `${known} and ${value} <> floor(${value})`));
  }
  conditions.push(of("big-integer", `${name} is a whole number beyond 2^53`, `${known} and (${column} > ${largestExactInteger} or ${column} < -${largestExactInteger})`));
  for (const cut of await cuts(engine, table, value, known)) {
    conditions.push(of("range", `${name} is at most ${shortNumber(cut)}`, `${known} and ${value} <= ${double(cut)}`));
    conditions.push(of("range", `${name} is above ${shortNumber(cut)}`, `${known} and ${value} > ${double(cut)}`));
  }
  return conditions;
};

const textConditions = async (engine: Engine, table: string, feature: FeatureColumn, of: (kind: ConditionKind, words: string, sql: string) => RowCondition): Promise<RowCondition[]> => {
  const { column, name } = feature;
  const conditions = [
    of("empty", `${name} is empty`, `${column} = ''`),
    of("non-ascii", `${name} has letters outside ASCII (accents, other scripts, emoji)`, leavesAscii(column)),
    of("untrimmed", `${name} begins or ends with a space`, `${column} <> trim(${column})`),
    of("rare", `${name} is a value seen at most twice`, `${column} in (select ${column} from ${table} where ${column} is not null group by ${column} having count(*) <= ${RARE_COUNT})`),
  ];
  for (const cut of await cuts(engine, table, `length(${column})`, `${column} is not null`)) {
    conditions.push(of("length", `${name} is longer than ${cut} characters`, `length(${column}) > ${cut}`));
    conditions.push(of("length", `${name} is at most ${cut} characters long`, `length(${column}) <= ${cut}`));
  }
  return conditions;
};

/** Every condition worth trying, feature by feature. */
export const allConditions = async (engine: Engine, table: string, features: readonly FeatureColumn[]): Promise<readonly RowCondition[]> => {
  const conditions: RowCondition[] = [];
  for (const feature of features) conditions.push(...(await conditionsOf(engine, table, feature)));
  return conditions;
};

/**
 * Whether a text feature only tells rows apart: every value another one, without a space in any, like ids, hashes and addresses. Free text
 * also has all values distinct, but is made of words, and its length or letters may well matter.
 */
const isIdentifier = async (engine: Engine, table: string, { column, dtype }: FeatureColumn): Promise<boolean> => {
  if (dtype !== "string") return false;
  const row = (await engine.query(`select count(${column}) as n, count(distinct ${column}) as d, ${engine.dialect.countIf(`${column} like '% %'`)} as spaced from ${table}`))[0] ?? {};
  const known = numberOrNull(row["n"]) ?? 0;
  return known > 0 && known === numberOrNull(row["d"]) && numberOrNull(row["spaced"]) === 0;
};

/** The conditions on one feature, the more telling kinds first. */
const conditionsOf = async (engine: Engine, table: string, feature: FeatureColumn): Promise<readonly RowCondition[]> => {
  const of = (kind: ConditionKind, words: string, sql: string): RowCondition => ({ kind, feature: feature.name, words, sql: `coalesce(${sql}, false)` });
  const missing = [of("null", `${feature.name} is null`, `${feature.column} is null`), of("known", `${feature.name} is not null`, `${feature.column} is not null`)];
  if (feature.dtype === "json" || feature.dtype === "null") return missing;
  if (await isIdentifier(engine, table, feature)) return missing;
  const values = await frequentValues(engine, table, feature.column);
  const byValue = categoryConditions(engine.dialect, feature, values).map((c) => of(c.kind, c.words, c.sql));
  if (feature.dtype === "bool") return [...missing, ...byValue];
  if (isNumeric(feature.dtype)) {
    const numbers = await numberConditions(engine, table, feature, of);
    return [...missing, ...numbers.slice(0, 3), ...(values.length <= NUMERIC_CATEGORIES ? byValue : []), ...numbers.slice(3)];
  }
  return [...missing, ...byValue, ...(await textConditions(engine, table, feature, of))];
};
