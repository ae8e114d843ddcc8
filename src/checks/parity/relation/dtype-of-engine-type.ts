import type { DType } from "../../../core/domain/dtype.ts";

const scalars: Readonly<Record<string, DType>> = {
  BOOLEAN: "bool",
  TINYINT: "int8", SMALLINT: "int16", INTEGER: "int32", BIGINT: "int64",
  UTINYINT: "uint8", USMALLINT: "uint16", UINTEGER: "uint32", UBIGINT: "uint64",
  FLOAT: "float32", DOUBLE: "float64",
  VARCHAR: "string", JSON: "json",
};

/**
 * The dtype of a scalar column by the engine's name of its type. Decimals are read as float64; dates, times, identifiers and
 * integers beyond 64 bits are read as text, which compares them exactly.
 */
export const dtypeOfEngineType = (type: string): DType => scalars[type] ?? (type.startsWith("DECIMAL") ? "float64" : type.startsWith("MAP") || type.startsWith("UNION") ? "json" : "string");

/** The expression that reads a column of that type as its dtype. */
export const scalarExpression = (type: string, expression: string): string => {
  if (scalars[type] !== undefined) return expression;
  if (type.startsWith("DECIMAL")) return `${expression}::DOUBLE`;
  return type.startsWith("MAP") || type.startsWith("UNION") ? `to_json(${expression})::VARCHAR` : `${expression}::VARCHAR`;
};
