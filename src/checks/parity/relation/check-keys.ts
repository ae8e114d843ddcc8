import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Engine } from "../../../ports/engine.ts";
import type { SourceRelation } from "../../../ports/source.ts";

/** What is wrong with a column as a key on one side; null when it is unique and never null. */
export interface KeyFlaw {
  readonly kind: "null" | "duplicate";
  readonly rows: number;
}

/** Looks at every value of a column: whether it could identify rows. */
export const keyFlaw = async (engine: Engine, source: SourceRelation, key: string): Promise<KeyFlaw | null> => {
  const column = engine.dialect.identifier(key);
  const [row] = await engine.query(`SELECT count(*) - count(${column}) AS nulls, count(${column}) - count(DISTINCT ${column}::VARCHAR) AS again FROM ${source.sql}`);
  const [nulls, again] = [Number(row?.["nulls"]), Number(row?.["again"])];
  if (nulls > 0) return { kind: "null", rows: nulls };
  return again > 0 ? { kind: "duplicate", rows: again } : null;
};

/** Duplicates that are listed in the message. */
const listedDuplicates = 5;

/** LS211 or LS205 with what a user needs to find the rows. */
export const keyError = async (engine: Engine, environment: string, source: SourceRelation, key: string, flaw: KeyFlaw): Promise<LockstepError> => {
  const column = engine.dialect.identifier(key);
  if (flaw.kind === "null") {
    const [first] = await engine.query(`SELECT min(${source.position})::DOUBLE AS n FROM ${source.sql} WHERE ${column} IS NULL`);
    return new LockstepError("LS211", { message: `${environment}: "${key}" is null in ${flaw.rows} of ${source.rows} rows, first in row ${Number(first?.["n"]) + 1}`, place: `${environment}, column "${key}"` });
  }
  const rows = await engine.query(`SELECT ${column}::VARCHAR AS key, count(*) AS n FROM ${source.sql} GROUP BY 1 HAVING count(*) > 1 ORDER BY min(${source.position}) LIMIT ${listedDuplicates}`);
  const examples = rows.map((row) => `${String(row["key"])} (${String(row["n"])} times)`).join(", ");
  return new LockstepError("LS205", { message: `${environment}: "${key}" is not unique, ${flaw.rows} of ${source.rows} rows repeat a key: ${examples}`, place: `${environment}, column "${key}"` });
};

/** LS206: no key is on both sides; says so when types or leading zeros are the likely reason. */
export const noCommonKeys = async (engine: Engine, key: string, sides: readonly { readonly environment: string; readonly source: SourceRelation }[]): Promise<LockstepError> => {
  const column = engine.dialect.identifier(key);
  const examples = await Promise.all(sides.map(async ({ environment, source }) => {
    const [row] = await engine.query(`SELECT arg_min(${column}::VARCHAR, ${source.position}) AS first, ${engine.dialect.countIf(`regexp_full_match(trim(${column}::VARCHAR), '[+-]?0+[0-9]+(\\.0*)?')`)} AS padded FROM ${source.sql}`);
    return { environment, type: source.columns.find((entry) => entry.name === key)?.type ?? "?", first: String(row?.["first"]), padded: Number(row?.["padded"]) };
  }));
  const [a, b] = examples;
  const hints = [
    ...(a !== undefined && b !== undefined && a.type !== b.type ? [`the columns have different types (${a.type} and ${b.type})`] : []),
    ...(a !== undefined && b !== undefined && (a.padded > 0) !== (b.padded > 0) ? ["one side writes leading zeros (007) and the other does not (7)"] : []),
  ];
  return new LockstepError("LS206", {
    message: `Of the values of "${key}" none is on both sides: ${examples.map((side) => `${side.environment} begins with ${side.first}`).join(", ")}${hints.length === 0 ? "" : `; ${hints.join(" and ")}`}`,
    place: `column "${key}"`,
  });
};
