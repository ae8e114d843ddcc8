import type { Dialect } from "./dialect.ts";

const fractional = /^(DECIMAL|FLOAT|DOUBLE|REAL)/i;

/** A value as the text of its category: 1 and 1.0 are the same, NaN is none. */
export const textValue = (dialect: Dialect, name: string, type: string): string => {
  if (/^VARCHAR$/i.test(type)) return name;
  if (!fractional.test(type)) return dialect.text(name);
  const number = dialect.float64(name);
  // Where every integer is a double, a double is written as the integer it is.
  return `CASE WHEN abs(${number}) < 9007199254740992 AND ${number} = trunc(${number}) THEN ${dialect.text(`(${number})::BIGINT`)} WHEN NOT ${dialect.isNaN(number)} THEN ${dialect.text(number)} END`;
};
