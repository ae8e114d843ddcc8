import { typeFamily } from "./type-family.ts";

/** A value as text; whole numbers in a column of doubles have no point, so that 1 and 1.0 are one key and one category. */
export const textOf = (expression: string, type: string): string => {
  if (typeFamily(type) !== "real") return type === "VARCHAR" ? expression : `(${expression})::VARCHAR`;
  const number = `(${expression})::DOUBLE`;
  return `CASE WHEN isfinite(${number}) AND ${number} = trunc(${number}) AND abs(${number}) < 9007199254740992 THEN (${number})::BIGINT::VARCHAR ELSE (${number})::VARCHAR END`;
};
