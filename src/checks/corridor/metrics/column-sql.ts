import { textValue } from "../../../core/sql/text-value.ts";
import { isBoolean, isNumber, isWhole, type MetricColumn, type MetricContext } from "./metric-context.ts";

/** A column as float64, null where it is missing or not finite; LS250 for what is no number. Booleans are 0 and 1. */
export const numberOf = ({ dialect, refuse }: MetricContext, { name, sql, type }: MetricColumn): string => {
  if (isBoolean(type) || isWhole(type)) return dialect.float64(isBoolean(type) ? `(${sql})::INTEGER` : sql);
  if (!isNumber(type)) throw refuse(`${name} is not a number (${type})`, "Name a column of numbers, or say in the mapping how it is read as one.");
  const number = /^DOUBLE$/i.test(type) ? sql : dialect.float64(sql);
  return `CASE WHEN ${dialect.isFinite(number)} THEN ${number} END`;
};

/** A condition that holds where a column has the value that counts, null where it is missing. Left out, it is true or 1; texts have no such default. */
export const equalsValue = ({ dialect, refuse }: MetricContext, { name, sql, type }: MetricColumn, value: string | number | boolean | undefined, key: string): string => {
  if (isBoolean(type)) {
    const wanted = value === undefined ? true : booleans.get(String(value).toLowerCase());
    if (wanted === undefined) throw refuse(`${name} is true or false, and ${key} is ${String(value)}`, `Write ${key}: true, or ${key}: false.`);
    return wanted ? sql : `NOT ${sql}`;
  }
  if (isNumber(type)) {
    const wanted = value === undefined || value === true ? 1 : value === false ? 0 : Number(value);
    if (Number.isNaN(wanted) || value === "") throw refuse(`${name} is a number (${type}), and ${key} is ${String(value)}`, `Write a number under ${key}:.`);
    return /^(FLOAT|DOUBLE|REAL)/i.test(type) ? `CASE WHEN NOT ${dialect.isNaN(sql)} THEN ${sql} = ${dialect.double(wanted)} END` : `${sql} = ${Number.isInteger(wanted) ? wanted.toFixed(0) : dialect.double(wanted)}`;
  }
  if (value === undefined) throw refuse(`nobody said which value of ${name} counts`, `Write it under ${key}:.`);
  return `${textValue(dialect, sql, type)} = ${dialect.literal(String(value))}`;
};

const booleans = new Map([["true", true], ["1", true], ["yes", true], ["false", false], ["0", false], ["no", false]]);

/** A condition that holds where two columns name the same class, null where one is missing; null instead of SQL where they cannot be held against each other. */
export const sameClass = ({ dialect }: MetricContext, a: MetricColumn, b: MetricColumn): string | null => {
  if (isBoolean(a.type) && isBoolean(b.type)) return `${a.sql} = ${b.sql}`;
  if ([a, b].every(({ type }) => isBoolean(type) || isWhole(type))) return [a, b].map(({ sql, type }) => (isBoolean(type) ? `(${sql})::INTEGER` : sql)).join(" = ");
  if ([a, b].every(({ type }) => isBoolean(type) || isNumber(type))) {
    const text = ({ sql, type }: MetricColumn): string => (isBoolean(type) ? dialect.text(`(${sql})::INTEGER`) : textValue(dialect, sql, type));
    return `${text(a)} = ${text(b)}`;
  }
  return isBoolean(a.type) || isBoolean(b.type) ? null : `${textValue(dialect, a.sql, a.type)} = ${textValue(dialect, b.sql, b.type)}`;
};

/** A condition as 1 and 0, null where it is null. */
export const asCount = (condition: string): string => `(${condition})::INTEGER`;
