import type { DType } from "../../core/domain/dtype.ts";
import type { JsonValue } from "../../core/json/json-value.ts";
import { readJson } from "../../core/json/read-json.ts";
import type { Cell } from "../../ports/engine.ts";

/** How a column of the inputs becomes what is sent: an expression over the column, and what to make of its cell. */
export interface InputColumn {
  readonly dtype: DType;
  readonly sql: (column: string) => string;
  readonly read: (cell: Exclude<Cell, null>) => JsonValue;
}

const asItIs = (dtype: DType): InputColumn => ({ dtype, sql: (column) => column, read: (cell) => cell });
const integer = (dtype: DType): InputColumn => ({ dtype, sql: (column) => column, read: (cell) => BigInt(cell) });
const text = (sql: (column: string) => string): InputColumn => ({ dtype: "string", sql, read: (cell) => cell });
const isoTime = (sql: (column: string) => string, zone: string): InputColumn => ({ dtype: "string", sql, read: (cell) => `${String(cell).replace(" ", "T")}${zone}` });
const nested = (sql: (column: string) => string): InputColumn => ({ dtype: "json", sql, read: (cell) => readJson(String(cell)) });

const float64: InputColumn = { dtype: "float64", sql: (column) => `CAST(${column} AS DOUBLE)`, read: (cell) => cell };
const castToText = (column: string): string => `CAST(${column} AS VARCHAR)`;

const byType: Readonly<Record<string, InputColumn>> = {
  BOOLEAN: asItIs("bool"),
  TINYINT: integer("int8"), SMALLINT: integer("int16"), INTEGER: integer("int32"), BIGINT: integer("int64"),
  UTINYINT: integer("uint8"), USMALLINT: integer("uint16"), UINTEGER: integer("uint32"), UBIGINT: integer("uint64"),
  HUGEINT: integer("string"), UHUGEINT: integer("string"),
  FLOAT: asItIs("float32"), DOUBLE: asItIs("float64"),
  VARCHAR: asItIs("string"),
  TIMESTAMP: isoTime(castToText, ""), TIMESTAMP_S: isoTime(castToText, ""), TIMESTAMP_MS: isoTime(castToText, ""), TIMESTAMP_NS: isoTime(castToText, ""),
  "TIMESTAMP WITH TIME ZONE": isoTime((column) => castToText(`make_timestamp(epoch_us(${column}))`), "Z"),
  BLOB: text((column) => `base64(${column})`),
  JSON: nested(castToText),
};

/**
 * A column by the engine's name of its type. Integers of every width are exact; a decimal is sent as the nearest float64, and as
 * an integer when it has no places; times are ISO 8601 (in UTC where they have a zone), bytes are base64; lists, records and
 * maps are JSON; anything else is sent as the text that the engine prints.
 */
export const inputColumn = (type: string): InputColumn => {
  if (/\[\d*\]$|^(STRUCT|MAP|UNION)\(/.test(type)) return nested((column) => castToText(`to_json(${column})`));
  const decimal = /^DECIMAL\(\d+,\s*(\d+)\)$/.exec(type);
  if (decimal !== null) return decimal[1] === "0" ? { ...integer("int64"), sql: (column) => `CAST(${column} AS HUGEINT)` } : float64;
  return byType[type] ?? text(castToText);
};
