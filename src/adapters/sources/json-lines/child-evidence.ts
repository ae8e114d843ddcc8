import type { Engine } from "../../../ports/engine.ts";

/** What was found under one key of objects, or among the elements of lists, over all lines. Line numbers count from 1. */
export interface ChildEvidence {
  /** The key; empty for the elements of lists, which are taken together. */
  readonly key: string;
  readonly kind: "null" | "bool" | "int" | "big" | "float" | "string" | "object" | "array";
  readonly firstLine: number;
  readonly low: bigint | null;
  readonly high: bigint | null;
  /** Integers that a double would change. */
  readonly inexact: number;
  /** Texts other than NaN, Infinity and -Infinity. */
  readonly words: number;
  readonly example: string;
}

/** Every kind of child of the values in `parents` (a subquery with `line` and `value`), which are all objects or all lists. */
export const childEvidence = async (engine: Engine, parents: string, of: "object" | "list"): Promise<readonly ChildEvidence[]> => {
  const { countIf } = engine.dialect;
  const rows = await engine.query(`SELECT child, kind, min(line) AS first_line, min(huge) AS low, max(huge) AS high,
  ${countIf("abs(huge) > 9007199254740992 AND huge::DOUBLE::HUGEINT <> huge")} AS inexact,
  ${countIf(`kind = 'string' AND atom NOT IN ('"NaN"', '"Infinity"', '"-Infinity"')`)} AS words, arg_min(atom, line) AS example, arg_min(place, line) AS place
FROM (SELECT line, place, child, kind, atom, CASE WHEN kind = 'int' THEN atom::HUGEINT END AS huge
  FROM (SELECT parent.line, each.id AS place, ${of === "object" ? "each.key" : "''"} AS child, each.value::VARCHAR AS atom,
      CASE each.type WHEN 'NULL' THEN 'null' WHEN 'BOOLEAN' THEN 'bool' WHEN 'VARCHAR' THEN 'string' WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array'
        WHEN 'DOUBLE' THEN CASE WHEN regexp_full_match(each.value::VARCHAR, '-?[0-9]+') THEN 'big' ELSE 'float' END ELSE 'int' END AS kind
    FROM ${parents} AS parent, json_each(parent.value) AS each))
GROUP BY child, kind ORDER BY first_line, place, kind`);
  return rows.map((row) => ({
    key: String(row["child"]),
    kind: String(row["kind"]) as ChildEvidence["kind"],
    firstLine: Number(row["first_line"]),
    low: typeof row["low"] === "bigint" ? row["low"] : null,
    high: typeof row["high"] === "bigint" ? row["high"] : null,
    inexact: Number(row["inexact"]),
    words: Number(row["words"]),
    example: String(row["example"] ?? ""),
  }));
};
