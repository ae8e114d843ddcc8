import {
  BIGINT, BOOLEAN, DOUBLE, FLOAT, INTEGER, SMALLINT, TINYINT, UBIGINT, UINTEGER, USMALLINT, UTINYINT, VARCHAR, type DuckDBType,
} from "@duckdb/node-api";
import type { DType } from "../../../core/domain/dtype.ts";
import type { Cell } from "../../../ports/engine.ts";

interface ColumnType {
  readonly type: DuckDBType;
  /** A cell as the appender wants it for this type. */
  readonly write: (cell: Exclude<Cell, null>) => boolean | number | bigint | string;
}

const whole = (type: DuckDBType): ColumnType => ({ type, write: (cell) => (typeof cell === "bigint" ? Number(cell) : (cell as number)) });
const wide = (type: DuckDBType): ColumnType => ({ type, write: (cell) => (typeof cell === "number" ? BigInt(cell) : (cell as bigint)) });
const text: ColumnType = { type: VARCHAR, write: (cell) => String(cell) };

/** The column type that holds each dtype without loss; a column that only ever held nulls is text. */
export const columnTypes: Readonly<Record<DType, ColumnType>> = {
  bool: { type: BOOLEAN, write: (cell) => cell as boolean },
  int8: whole(TINYINT), int16: whole(SMALLINT), int32: whole(INTEGER), int64: wide(BIGINT),
  uint8: whole(UTINYINT), uint16: whole(USMALLINT), uint32: whole(UINTEGER), uint64: wide(UBIGINT),
  float16: whole(FLOAT), float32: whole(FLOAT), float64: whole(DOUBLE),
  string: text, json: text, null: text,
};
