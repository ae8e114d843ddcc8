import { firstRecord } from "../../core/sql/payload/first-record.ts";
import { recordSql } from "../../core/sql/payload/record-sql.ts";
import type { Engine } from "../../ports/engine.ts";
import type { LogEvidence, LogFormat } from "../../ports/log-format.ts";
import { loadLogFormats } from "./log-registry.ts";

/** How surely a log was recognised. */
export interface Recognition {
  /** Null: a plain table. */
  readonly format: LogFormat | null;
  /** Every format that saw something of its own, surest first. */
  readonly scores: readonly { readonly id: string; readonly score: number }[];
}

/** Below it nothing was proven. */
const leastScore = 0.5;
const fewRecords = 20;

/** Which format a log has, told by its first file. Nothing of it is kept. */
export const recogniseLog = async (engine: Engine, paths: readonly string[]): Promise<Recognition> => {
  const evidence = await lookAt(engine, paths);
  const formats = await loadLogFormats();
  const scores = formats.map((format) => ({ id: format.id, score: format.recognise(evidence), format })).filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
  const [best] = scores;
  return { format: best !== undefined && best.score >= leastScore ? best.format : null, scores: scores.map(({ id, score }) => ({ id, score })) };
};

const lookAt = async (engine: Engine, paths: readonly string[]): Promise<LogEvidence> => {
  const path = paths[0] ?? "";
  const file = engine.dialect.file(path);
  const ending = path.toLowerCase().replace(/\.gz$/, "");
  const isTable = /\.(parquet|pq|csv|tsv)$/.test(ending);
  const table = /\.(csv|tsv)$/.test(ending) ? `read_csv(${file}, all_varchar = true, header = true)` : `read_parquet(${file})`;
  const sql = isTable ? `SELECT to_json(seen)::VARCHAR AS record FROM (SELECT * FROM ${table} LIMIT ${fewRecords}) AS seen` : `SELECT text AS record FROM ${recordSql(engine.dialect, [path])} LIMIT ${fewRecords}`;
  try {
    const columns = isTable ? await engine.describe(`SELECT * FROM ${table}`) : [];
    const records = (await engine.query(sql)).map((row) => String(row["record"]));
    return { paths, records, columns: isTable ? columns : keysOf(records) };
  } catch {
    // What cannot even be looked at is of no known format; opening it will say why.
    return { paths, records: [], columns: [] };
  }
};

const types = { string: "VARCHAR", number: "DOUBLE", boolean: "BOOLEAN" } as const;

const keysOf = (records: readonly string[]): LogEvidence["columns"] =>
  Object.entries(firstRecord(records) ?? {}).map(([name, inside]) => ({ name, type: typeof inside === "bigint" ? "BIGINT" : types[typeof inside as keyof typeof types] ?? "JSON" }));
