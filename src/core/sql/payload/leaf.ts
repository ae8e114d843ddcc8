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

interface Place { readonly pointer: string; readonly path: string }

const within = (parent: Place, key: string, list: boolean): Place => ({
  pointer: `${parent.pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`,
  path: list ? `${parent.path}[${key}]` : [...(parent.path === "" ? [] : [parent.path]), key === "" ? '""' : key].join("."),
});

/** `$` is the row itself. */
export const jsonPath = (pointer: string): string => (pointer === "" ? "$" : pointer);

const rowsOf = (table: string, side: PayloadSide): string => `(SELECT unnest(${side}_rows) AS row FROM ${table} WHERE reason IS NULL)`;

/** What stands at one level of all rows: keys of objects in the order in which they first came (SQL text cannot hold a NUL), and places of the longest list. */
const placesWithin = async (runner: SqlRunner, rows: string, parent: Place): Promise<readonly Place[]> => {
  const value = parent.pointer === "" ? "row" : `json_extract(row, ${runner.dialect.literal(parent.pointer)})`;
  const keys = await runner.query(`SELECT key FROM (SELECT unnest(keys) AS key, generate_subscripts(keys, 1) AS place, first
  FROM (SELECT json_keys(value) AS keys, min(n) AS first FROM (SELECT ${value} AS value, row_number() OVER () AS n FROM ${rows}) WHERE json_type(value) = 'OBJECT' GROUP BY keys))
WHERE NOT contains(key, chr(0)) GROUP BY key ORDER BY min(first), min(place) LIMIT ${mostLeaves + 1}`);
  const [longest] = await runner.query(`SELECT max(json_array_length(value))::INTEGER AS length FROM (SELECT ${value} AS value FROM ${rows}) WHERE json_type(value) = 'ARRAY'`);
  const length = Math.min(Number(longest?.["length"] ?? 0), mostLeaves + 1);
  return [...keys.map((row) => within(parent, String(row["key"]), false)), ...Array.from({ length }, (_, place) => within(parent, String(place), true))];
};

/** Counts of all places together: every row is taken apart once. */
const countPlaces = async (runner: SqlRunner, rows: string, places: readonly Place[]): Promise<readonly Leaf[]> => {
  const paths = `[${places.map((place) => runner.dialect.literal(jsonPath(place.pointer))).join(", ")}]`;
  const found = await runner.query(`SELECT k, type, count(*)::BIGINT AS found, approx_count_distinct(atom)::BIGINT AS different,
  count_if(CASE WHEN type = 'DOUBLE' THEN regexp_full_match(atom, '-?[0-9]+') END)::BIGINT AS long, count_if(CASE WHEN type = 'UBIGINT' THEN TRY_CAST(atom AS BIGINT) IS NULL END)::BIGINT AS beyond,
  count_if(CASE WHEN type = 'VARCHAR' THEN length(atom) < 10 AND lower(atom) IN ('nan', 'inf', '-inf', 'infinity', '-infinity') END)::BIGINT AS not_finite
FROM (SELECT unnest(range(${places.length})) AS k, unnest(json_type(row, ${paths})) AS type, unnest(json_extract_string(row, ${paths})) AS atom FROM ${rows}) GROUP BY k, type`);
  const byPlace = Map.groupBy(found, (row) => Number(row["k"]));
  return places.map((place, index) => {
    const here = byPlace.get(index) ?? [];
    const count = (of: string, ...types: readonly string[]): number => here.reduce((sum, row) => sum + (types.includes(String(row["type"] ?? "NULL")) ? Number(row[of]) : 0), 0);
    const long = count("long", "DOUBLE");
    return {
      ...place, nulls: count("found", "NULL"), booleans: count("found", "BOOLEAN"), integers: count("found", "UBIGINT", "BIGINT", "HUGEINT") + long, floats: count("found", "DOUBLE") - long,
      texts: count("found", "VARCHAR"), nested: count("found", "OBJECT", "ARRAY"), huge: long + count("beyond", "UBIGINT"), notFinite: count("not_finite", "VARCHAR"),
      distinct: here.reduce((sum, row) => sum + Number(row["different"]), 0),
    };
  });
};

const holdsValues = (leaf: Leaf): boolean => leaf.booleans + leaf.integers + leaf.floats + leaf.texts > 0;

/** All places that hold values in the rows of one payload, in the order in which they first stand there. */
export const findLeaves = async (runner: SqlRunner, table: string, side: PayloadSide): Promise<readonly Leaf[]> => {
  const rows = rowsOf(table, side);
  const leaves: Leaf[] = [];
  let level: readonly Place[] = [{ pointer: "", path: "" }];
  for (let depth = 0; level.length > 0 && leaves.length <= mostLeaves; depth += 1) {
    const next: Place[] = [];
    for (const leaf of await countPlaces(runner, rows, level.slice(0, mostLeaves + 1))) {
      const apart = leaf.nested > 0 && depth < deepest;
      // A row itself is a column only where it is a value; a place that never holds one still tells that it is missing.
      if (holdsValues(leaf) || (!apart && depth > 0)) leaves.push(apart ? { ...leaf, nested: 0 } : leaf);
      if (apart) next.push(...(await placesWithin(runner, rows, leaf)));
    }
    level = next;
  }
  return leaves;
};
