import type { Engine } from "../../ports/engine.ts";
import type { PopulationField } from "./population-field.ts";
import { readableTimes } from "./read-time.ts";
import { isNumberType, typeFamily } from "./type-family.ts";

/** What the values of one column look like; counts and ranges, no value of a text. */
export interface FieldEvidence {
  readonly rows: number;
  /** Rows with a value. */
  readonly filled: number;
  /** About how many values differ. */
  readonly distinct: number;
  /** Smallest and largest finite number; null for other types. */
  readonly low: number | null;
  readonly high: number | null;
  /** Whether every number is whole. */
  readonly whole: boolean;
  /** Texts that can be read as a time. */
  readonly times: number;
}

/** A column and what it looks like. */
export interface SeenField {
  readonly field: PopulationField;
  readonly evidence: FieldEvidence;
}

/** So many rows from the beginning say what a column is for; more would seldom change it, and what is counted later is counted over all. */
const mostRows = 100_000;

/** A plan grows faster than its columns: several of this width cost less than one of all. */
const columnsPerQuery = 50;

/** The evidence of all columns over the first rows, in the order of `fields`. */
export const gatherEvidence = async (engine: Engine, sql: string, fields: readonly PopulationField[]): Promise<readonly FieldEvidence[]> => {
  const evidence: FieldEvidence[] = [];
  for (let from = 0; from < fields.length; from += columnsPerQuery) evidence.push(...(await ofSome(engine, sql, fields.slice(from, from + columnsPerQuery))));
  return evidence;
};

const ofSome = async (engine: Engine, sql: string, fields: readonly PopulationField[]): Promise<readonly FieldEvidence[]> => {
  const { countIf, approximateDistinct, isFinite } = engine.dialect;
  const inner = fields.map(({ expression }, index) => `${expression} AS v${index}`);
  const asked = fields.flatMap(({ type }, index) => {
    const value = `v${index}`;
    const aggregates = [`count(${value}) AS filled${index}`, `${approximateDistinct(typeFamily(type) === "other" ? `${value}::VARCHAR` : value)} AS distinct${index}`];
    if (isNumberType(type)) {
      const number = `${value}::DOUBLE`;
      // A filter of an aggregate makes the engine keep a copy of every column for it; a case costs what its column costs.
      const finite = `CASE WHEN ${isFinite(number)} THEN ${number} END`;
      aggregates.push(`min(${finite}) AS low${index}`, `max(${finite}) AS high${index}`, `${countIf(`${value} IS NOT NULL AND NOT (${isFinite(number)} AND ${number} = trunc(${number}))`)} AS broken${index}`);
    }
    if (typeFamily(type) === "text") aggregates.push(`${countIf(readableTimes(value))} AS times${index}`);
    return aggregates;
  });
  const [row] = await engine.query(`SELECT count(*) AS n, ${asked.join(", ")} FROM (SELECT ${inner.join(", ")} FROM ${sql} LIMIT ${mostRows})`);
  const read = (name: string): number | null => (row?.[name] === null || row?.[name] === undefined ? null : Number(row[name]));
  const rows = read("n") ?? 0;
  return fields.map(({ type }, index) => {
    const filled = read(`filled${index}`) ?? 0;
    return {
      rows, filled, distinct: Math.min(filled, read(`distinct${index}`) ?? 0), low: read(`low${index}`), high: read(`high${index}`),
      whole: isNumberType(type) && (read(`broken${index}`) ?? 0) === 0, times: read(`times${index}`) ?? 0,
    };
  });
};
