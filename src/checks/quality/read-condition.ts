import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import { columnNames, columnOf } from "./column-of.ts";

/** What an expression may call: functions of values that touch nothing but their arguments. */
const functions = new Set(["abs", "ceil", "ceiling", "coalesce", "contains", "date_part", "date_trunc", "ends_with", "exp", "floor", "greatest", "hour", "day", "month", "year", "isfinite", "isinf", "isnan", "least", "left", "length", "ln", "log10", "lower", "ltrim", "mod", "nullif", "pow", "power", "regexp_matches", "right", "round", "rtrim", "sign", "sqrt", "starts_with", "substring", "trim", "trunc", "upper", "cast", "try_cast", "epoch"]);
/** Words of the language that make expressions and no queries. */
const words = new Set(["and", "or", "not", "is", "null", "in", "between", "like", "ilike", "case", "when", "then", "else", "end", "true", "false", "distinct", "escape", "as", "interval", "date", "timestamp", "double", "integer", "bigint", "varchar", "boolean"]);
const operators = /^(::|<=|>=|<>|!=|\|\||[=<>+\-*/%(),])/;
const longest = 4000;

export interface ReadCondition {
  readonly sql: string;
  /** Columns it speaks of, as people name them. */
  readonly columns: string[];
}

/**
 * A condition that people wrote, word by word: only columns, literals, operators and known functions come through, each column spelled as the
 * relation has it. In words what is refused: statements, subqueries, comments, functions that could read files, names that are no column.
 */
export const readCondition = (text: string, relation: PopulationRelation, dialect: Dialect): ReadCondition | string => {
  if (text.trim() === "") return "it is empty";
  if (text.length > longest) return `it has more than ${longest} characters`;
  const known = new Map(columnNames(relation).map((name) => [name.toLowerCase(), name]));
  const columns: string[] = [];
  const parts: string[] = [];
  let depth = 0;
  let rest = text;
  const column = (name: string): string | null => {
    const meant = columnOf(relation, name, dialect) === null ? known.get(name.toLowerCase()) : name;
    if (meant === undefined) return null;
    if (!columns.includes(meant)) columns.push(meant);
    return columnOf(relation, meant, dialect)?.sql ?? null;
  };
  while (rest !== "") {
    const blank = /^\s+/.exec(rest)?.[0];
    if (blank !== undefined) { rest = rest.slice(blank.length); continue; }
    if (rest.startsWith("--") || rest.startsWith("/*")) return "it holds a comment";
    const literal = /^'(?:[^']|'')*'/.exec(rest)?.[0] ?? /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/.exec(rest)?.[0];
    const quoted = /^"((?:[^"]|"")+)"/.exec(rest);
    const word = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(rest)?.[0];
    const operator = operators.exec(rest)?.[0];
    if (literal !== undefined) {
      parts.push(literal);
      rest = rest.slice(literal.length);
    } else if (quoted !== null) {
      const name = (quoted[1] as string).replaceAll('""', '"');
      const sql = column(name);
      if (sql === null) return `${name} is no column`;
      parts.push(sql);
      rest = rest.slice(quoted[0].length);
      if (/^\s*[(]/.test(rest)) return `"${name}" is called like a function`;
    } else if (word !== undefined) {
      rest = rest.slice(word.length);
      const lower = word.toLowerCase();
      const called = /^\s*\(/.test(rest);
      const sql = called || words.has(lower) ? null : column(word);
      if (called && !functions.has(lower) && !words.has(lower)) return `${word}( is no function of an expression; allowed are ${[...functions].sort().join(", ")}`;
      if (sql === null && !called && !words.has(lower)) return `${word} is no column; names with other signs than letters, digits and _ stand in double quotes`;
      parts.push(sql ?? word);
    } else if (operator !== undefined) {
      depth += operator === "(" ? 1 : operator === ")" ? -1 : 0;
      if (depth < 0) return "a bracket is closed that was not opened";
      parts.push(operator);
      rest = rest.slice(operator.length);
    } else return `${JSON.stringify(rest.slice(0, 1))} is no part of an expression`;
  }
  return depth > 0 ? "a bracket is not closed" : { sql: parts.join(" "), columns };
};
