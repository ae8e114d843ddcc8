import { DuckDBTypeId, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";
import type { Cell } from "../../../ports/engine.ts";

const native = new Set<DuckDBTypeId>([
  DuckDBTypeId.BOOLEAN, DuckDBTypeId.TINYINT, DuckDBTypeId.SMALLINT, DuckDBTypeId.INTEGER, DuckDBTypeId.BIGINT,
  DuckDBTypeId.UTINYINT, DuckDBTypeId.USMALLINT, DuckDBTypeId.UINTEGER, DuckDBTypeId.UBIGINT, DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT, DuckDBTypeId.FLOAT, DuckDBTypeId.DOUBLE, DuckDBTypeId.VARCHAR, DuckDBTypeId.SQLNULL,
]);

/** Whether a column's values arrive as cells already; all other types are written as text, as DuckDB prints them. */
export const isNativeType = (type: DuckDBType): boolean => native.has(type.typeId);

/** A value of any DuckDB type as a cell of the port. */
export const cellOfValue = (value: DuckDBValue): Cell => {
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "bigint" || typeof value === "string") return value;
  return String(value);
};
