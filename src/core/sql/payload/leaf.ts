import type { PayloadSide } from "./record-mapping.ts";
import type { SqlRunner } from "./sql-runner.ts";

/** One place in the rows of a payload that holds values, and what was found there over all rows. */
export interface Leaf {
  /** JSON pointer from the row, empty for a row that is a value itself. */
  readonly pointer: string;
  /** The path as people write it, from the row: `age`, `probability[1]`, `[3]`. */
  readonly path: string;
  readonly nulls: number;
  readonly booleans: number;
  readonly integers: number;
  readonly floats: number;
  readonly texts: number;
  /** Lists and objects below the deepest level that is taken apart. */
  readonly nested: number;
  /** Integers outside 64 bits with sign. */
  readonly huge: number;
  /** Texts that are a way of writing NaN or an infinity. */
  readonly notFinite: number;
  /** About how many different values. */
  readonly distinct: number;
}

/** Levels that are taken apart into columns; what is nested deeper stays JSON text. */
const deepest = 4;

/** Columns of one payload at most; a longer row (an embedding, an image) is not a table of features. */
export const mostLeaves = 1024;

interface Parent { readonly pointer: string; readonly path: string }

const step = (parent: Parent, key: string, list: boolean): Parent => ({
  pointer: `${parent.pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`,
  path: list ? `${parent.path}[${key}]` : parent.path === "" ? key : `${parent.path}.${key}`,
});

const counted = `count(*)::BIGINT AS all_rows, count_if(type = 'NULL')::BIGINT AS nulls, count_if(type = 'BOOLEAN')::BIGINT AS booleans,
  count_if(type IN ('UBIGINT', 'BIGINT', 'HUGEINT') OR (type = 'DOUBLE' AND regexp_full_match(atom, '-?[0-9]+')))::BIGINT AS integers,
  count_if(type = 'DOUBLE' AND NOT regexp_full_match(atom, '-?[0-9]+'))::BIGINT AS floats, count_if(type = 'VARCHAR')::BIGINT AS texts,
  count_if(type IN ('OBJECT', 'ARRAY'))::BIGINT AS nested,
  count_if(type IN ('UBIGINT', 'DOUBLE') AND regexp_full_match(atom, '-?[0-9]+') AND TRY_CAST(atom AS BIGINT) IS NULL)::BIGINT AS huge,
  count_if(type = 'VARCHAR' AND lower(atom) IN ('nan', 'inf', '-inf', 'infinity', '-infinity'))::BIGINT AS not_finite, approx_count_distinct(atom)::BIGINT AS different`;

const rowsOfLevel = (table: string, side: PayloadSide, parents: readonly Parent[], runner: SqlRunner): string => {
  const row = `SELECT unnest(${side}_rows) AS row FROM ${table} WHERE reason IS NULL`;
  const [root] = parents;
  if (root?.pointer === "") return `(SELECT 0 AS parent, row AS value FROM (${row}))`;
  const pointers = parents.map((parent, index) => `(${index}, ${runner.dialect.literal(parent.pointer)})`);
  return `(SELECT parent, json_extract(row, pointer) AS value FROM (${row}), (VALUES ${pointers.join(", ")}) AS places(parent, pointer))`;
};

/** All places that hold values in the rows of one payload, in the order in which they first stand there. */
export const findLeaves = async (runner: SqlRunner, table: string, side: PayloadSide): Promise<readonly Leaf[]> => {
  const leaves: Leaf[] = [];
  const [scalar] = await runner.query(`SELECT ${counted} FROM (SELECT json_type(value) AS type, value->>'$' AS atom FROM ${rowsOfLevel(table, side, [{ pointer: "", path: "" }], runner)})
WHERE type NOT IN ('OBJECT', 'ARRAY')`);
  if (scalar !== undefined && Number(scalar["all_rows"]) > Number(scalar["nulls"])) leaves.push(leafOf({ pointer: "", path: "" }, scalar));
  let parents: readonly Parent[] = [{ pointer: "", path: "" }];
  for (let level = 1; parents.length > 0 && leaves.length <= mostLeaves; level += 1) {
    const found = await runner.query(`SELECT parent, list, key, min(place) AS first, ${counted} FROM (
  SELECT level.parent AS parent, json_type(level.value) = 'ARRAY' AS list, child.key AS key, child.id AS place, child.type AS type, child.value->>'$' AS atom
  FROM ${rowsOfLevel(table, side, parents, runner)} AS level, json_each(level.value) AS child WHERE json_type(level.value) IN ('OBJECT', 'ARRAY'))
GROUP BY parent, list, key ORDER BY parent, list, first, TRY_CAST(key AS BIGINT), key LIMIT ${mostLeaves + 1}`);
    const next: Parent[] = [];
    for (const row of found) {
      const parent = parents[Number(row["parent"])];
      if (parent === undefined) continue;
      const place = step(parent, String(row["key"]), row["list"] === true);
      if (Number(row["nested"]) > 0 && level < deepest) next.push(place);
      if (level >= deepest || Number(row["nested"]) < Number(row["all_rows"]) - Number(row["nulls"]) || Number(row["nested"]) === 0) leaves.push(leafOf(place, row));
    }
    parents = next;
  }
  return leaves;
};

const leafOf = (place: Parent, row: Readonly<Record<string, unknown>>): Leaf => ({
  ...place,
  nulls: Number(row["nulls"]), booleans: Number(row["booleans"]), integers: Number(row["integers"]), floats: Number(row["floats"]), texts: Number(row["texts"]),
  nested: Number(row["nested"]), huge: Number(row["huge"]), notFinite: Number(row["not_finite"]), distinct: Number(row["different"]),
});
