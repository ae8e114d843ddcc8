import type { Dialect } from "../dialect.ts";

/** The longest line that is read; the engine takes a buffer of sixteen times as much. */
const longestLineBytes = 8 * 2 ** 20;

/** A control character that JSON must escape, so that no line is ever split by it. */
const neverInJson = "\u0001";

const fileList = (dialect: Dialect, paths: readonly string[]): string => `[${paths.map(dialect.file).join(", ")}]`;

/** Which reader a path's ending asks for; everything that is no table is text in lines. */
const readerOf = (path: string): "parquet" | "csv" | "lines" => {
  const name = path.toLowerCase();
  if (/\.(parquet|pq)$/.test(name)) return "parquet";
  return /\.(csv|tsv)(\.gz)?$/.test(name) ? "csv" : "lines";
};

/** A line, or each element of it where a writer put a batch into one list. */
const linesSql = (dialect: Dialect, paths: readonly string[]): string => `SELECT file, row_number() OVER () AS n, text
FROM (SELECT filename AS file, unnest(CASE WHEN starts_with(ltrim(text), '[') AND json_valid(text) THEN json_extract_string(text::JSON, '$[*]') ELSE [text] END) AS text
  FROM read_csv(${fileList(dialect, paths)}, columns = {'text': 'VARCHAR'}, header = false, auto_detect = false, delim = ${dialect.literal(neverInJson)}, quote = '', escape = '', nullstr = '',
    strict_mode = false, filename = true, max_line_size = ${longestLineBytes}))
WHERE trim(text) <> ''`;

const tableSql = (source: string, binary: readonly string[], dialect: Dialect): string => {
  const texts = binary.map((name) => `base64(${dialect.identifier(name)}) AS ${dialect.identifier(name)}`);
  return `SELECT filename AS file, row_number() OVER () AS n, (to_json(record)::VARCHAR) AS text FROM (SELECT *${texts.length === 0 ? "" : ` REPLACE (${texts.join(", ")})`} FROM ${source}) AS record`;
};

/**
 * All records of files as a subquery of `file`, `n` (ascending in the order of files and records), `text` (the record as JSON text, or
 * whatever stands there instead) `place` (null: counted by the reader) and `span` 1. Parquet and CSV rows become JSON objects; `binary` columns of Parquet become base64.
 */
export const recordSql = (dialect: Dialect, paths: readonly string[], binary: readonly string[] = []): string => {
  const groups = Map.groupBy(paths, readerOf);
  const parts: string[] = [];
  const parquet = groups.get("parquet");
  if (parquet !== undefined) parts.push(tableSql(`read_parquet(${fileList(dialect, parquet)}, filename = true, union_by_name = true)`, binary, dialect));
  const csv = groups.get("csv");
  if (csv !== undefined) parts.push(tableSql(`read_csv(${fileList(dialect, csv)}, header = true, all_varchar = true, filename = true, union_by_name = true, max_line_size = ${longestLineBytes})`, [], dialect));
  const lines = groups.get("lines");
  if (lines !== undefined) parts.push(linesSql(dialect, lines));
  return `(SELECT file, n, NULL::BIGINT AS place, text, 1 AS span FROM (${parts.join("\nUNION ALL ")}))`;
};
