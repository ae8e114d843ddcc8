import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { regions } from "./settings.ts";

/** A day's predictions, seeded by the row's number: a score that is nearly calibrated, a decision, a region, an amount, a latency; labels come in the night of the next day. */
const rowsQuery = (first: number, rows: number, from: string, seconds: number): string => {
  const uniform = (salt: number): string => `((hash(range * 100 + ${salt}) >> 11) / 9007199254740992.0)`;
  const scored = `SELECT range, make_timestamp(epoch_us(TIMESTAMP '${from}') + (range - ${first})::BIGINT * ${Math.floor((seconds * 1e6) / rows)}) AS ts, ${uniform(1)} * ${uniform(2)} AS score FROM range(${first}, ${first + rows})`;
  return `SELECT range AS id, ts, score, score >= 0.3 AS approved, 'region ' || lpad((floor(${uniform(3)} * ${uniform(4)} * ${regions}))::INTEGER::VARCHAR, 2, '0') AS region, (${uniform(5)} < score)::INTEGER AS label, ` +
    `date_trunc('day', ts) + INTERVAL 26 HOUR + INTERVAL 1 SECOND * (range % 3600) AS label_ts, exp(5 + 2 * ${uniform(6)}) AS amount, 20 * exp(2 * ${uniform(7)}) AS latency_ms FROM (${scored})`;
};

/** Files of a log: whole days, and the last day by the hour. */
export interface GeneratedLog {
  readonly days: readonly string[];
  readonly hours: readonly string[];
}

/** Makes what is missing, one part at a time, so that a hundred million rows never lie anywhere but on the disk; kept for the next time. */
export const generate = async (cache: string, days: number, rows: number): Promise<GeneratedLog> => {
  const folder = join(cache, `validate-${days}x${rows}`);
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "900MB", threads: "1" });
  const connection = await instance.connect();
  const make = async (name: string, query: string): Promise<string> => {
    const path = join(folder, name);
    if (existsSync(path)) return path;
    await connection.run(`COPY (${query}) TO '${path}.partial' (FORMAT parquet)`);
    renameSync(`${path}.partial`, path);
    return path;
  };
  const dayAt = (day: number): string => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
  const perHour = Math.floor(rows / 24);
  const log = { days: [] as string[], hours: [] as string[] };
  for (let day = 0; day < days - 1; day += 1) log.days.push(await make(`${dayAt(day)}.parquet`, rowsQuery(day * rows, rows, dayAt(day), 86_400)));
  for (let hour = 0; hour < 24; hour += 1) {
    const two = String(hour).padStart(2, "0");
    log.hours.push(await make(`${dayAt(days - 1)}T${two}.parquet`, rowsQuery((days - 1) * rows + hour * perHour, perHour, `${dayAt(days - 1)} ${two}:00:00`, 3600)));
  }
  connection.closeSync();
  instance.closeSync();
  return log;
};
