import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Engine, Row } from "../../ports/engine.ts";
import { asDeclared } from "../../checks/quality/as-declared.ts";
import { familyOfEngine, type TypeFamily } from "../../checks/quality/type-family.ts";

/** What was observed of one column; bounds are of finite values. */
export interface InferredColumn {
  readonly name: string;
  /** The engine's own name of the type. */
  readonly type: string;
  readonly family: TypeFamily;
  readonly filled: number;
  /** Values that are no number, or infinite; then there is no range to be agreed on. */
  readonly notFinite: number;
  readonly minimum: number | string | null;
  readonly maximum: number | string | null;
  /** All of its values, where they are few; null otherwise. */
  readonly categories: readonly string[] | null;
  readonly isUnique: boolean;
}

export interface InferredContract {
  readonly name: string;
  readonly source: string;
  readonly rows: number;
  readonly columns: readonly InferredColumn[];
}

/** More categories than this are rather keys or free texts. */
const mostCategories = 20;
/** As many columns are observed in one query; an engine plans in the square of it. */
const columnsAtOnce = 40;

/**
 * Types, nulls, ranges, few categories and the key's uniqueness, as they are in this log. Columns that are ignored are left out, but for those that
 * fill id, ts and label_ts: `fills` says which column of the log does, so that the contract speaks of the log's own names.
 */
export const inferContract = async (engine: Engine, population: PopulationRelation, source: string, fills: ReadonlyMap<string, string> = new Map(), signal?: AbortSignal): Promise<InferredContract> => {
  const relation = await asDeclared(engine, population);
  const { dialect } = engine;
  const given = await engine.describe(`SELECT * FROM ${relation.sql}`);
  const standard = (["id", "ts", "label_ts"] as const).filter((name) => relation.standard.includes(name)).map((name) => {
    const own = relation.columns.find((column) => column.name === (fills.get(name) ?? name));
    return { name: own?.name ?? name, column: own?.column ?? name, type: own?.type ?? given.find((column) => column.name === name)?.type ?? "VARCHAR", kind: "text" as const, isKey: name === "id" };
  });
  const named = new Set(standard.map(({ name }) => name));
  const columns = [...standard, ...relation.columns.filter(({ role, name }) => role !== "ignored" && !named.has(name)).map((column) => ({ ...column, isKey: false }))];
  const inferred: InferredColumn[] = [];
  let rows = 0;
  for (let at = 0; at < columns.length; at += columnsAtOnce) {
    const asked = columns.slice(at, at + columnsAtOnce);
    const [row = {}] = await engine.query(`SELECT count(*) AS n, ${asked.map(({ column, type, isKey }, index) => `${observedSql(engine, dialect.identifier(column), familyOfEngine(type), index)}${isKey ? `, count(DISTINCT ${dialect.identifier(column)}) AS d${index}` : ""}`).join(", ")} FROM ${relation.sql}`, [], signal);
    rows = Number(row["n"]);
    for (const [index, { name, column, type, kind, isKey }] of asked.entries()) {
      const family = familyOfEngine(type);
      const filled = Number(row[`f${index}`]);
      const categories = kind === "category" && family === "string" && filled > 0 ? await fewValues(engine, relation.sql, dialect.identifier(column), signal) : null;
      inferred.push({ name, type, family, filled, notFinite: Number(row[`o${index}`] ?? 0), ...boundsOf(row, index, family), categories, isUnique: isKey && rows > 0 && filled === rows && Number(row[`d${index}`]) === rows });
    }
  }
  return { name: relation.name, source, rows, columns: inferred };
};

const observedSql = ({ dialect }: Engine, column: string, family: TypeFamily, index: number): string => {
  const filled = `count(${column}) AS f${index}`;
  if (family === "integer" || family === "number") {
    const value = dialect.float64(column);
    const finite = `CASE WHEN ${dialect.isFinite(value)} THEN ${value} END`;
    return `${filled}, count(CASE WHEN NOT ${dialect.isFinite(value)} THEN 1 END) AS o${index}, min(${finite}) AS l${index}, max(${finite}) AS h${index}`;
  }
  if (family === "timestamp" || family === "date") return `${filled}, ${dialect.epochSeconds(`min(${column})`)} AS l${index}, ${dialect.epochSeconds(`max(${column})`)} AS h${index}`;
  return filled;
};

/** Of times only the first is a bound: the next log goes on where this one ended. */
const boundsOf = (row: Row, index: number, family: TypeFamily): Pick<InferredColumn, "minimum" | "maximum"> => {
  const low = row[`l${index}`] ?? null;
  const high = row[`h${index}`] ?? null;
  if (low === null || high === null) return { minimum: null, maximum: null };
  return family === "timestamp" || family === "date" ? { minimum: new Date(Math.floor(Number(low) * 1000)).toISOString(), maximum: null } : { minimum: Number(low), maximum: Number(high) };
};

const fewValues = async ({ dialect, query }: Engine, from: string, column: string, signal?: AbortSignal): Promise<readonly string[] | null> => {
  const rows = await query(`SELECT DISTINCT ${dialect.text(column)} AS v FROM ${from} WHERE ${column} IS NOT NULL LIMIT ${mostCategories + 1}`, [], signal);
  return rows.length > mostCategories ? null : rows.map((row) => String(row["v"])).toSorted();
};
