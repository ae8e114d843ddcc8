import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { cardinalities, categories, days, numbers } from "./settings.ts";

/** Numbers of several spreads and signs with 2 % missing, categories, a score, a label, a time: 33 columns with `id` and `ts`. Seeded by the row's number. */
const columnsOf = (seed: number): string => {
  const uniform = (salt: number): string => `((hash(range * 1000 + ${seed * 100 + salt}) >> 11) / 9007199254740992.0)`;
  return [
    "range AS id", "TIMESTAMP '2026-01-01' + INTERVAL 5 SECOND * range AS ts",
    ...Array.from({ length: numbers }, (_, k) => `CASE WHEN ${uniform(90 + (k % 5))} < 0.02 THEN NULL ELSE ${k % 3 === 0 ? "" : "-"}exp(${((k % 5) + 1) * 0.3} * sqrt(-2 * ln(1 - ${uniform(k)})) * cos(6.283185307 * ${uniform(k + 20)})) END AS n${k}`),
    `${uniform(50)} AS score`, `(${uniform(51)} < 0.2)::INTEGER AS y`,
    ...Array.from({ length: categories }, (_, k) => `'v' || floor(${uniform(60 + k)} * ${cardinalities[k] ?? 2})::INTEGER AS c${k}`),
  ].join(", ");
};

/** The files of the bench, made once and kept. */
export const generate = async (cache: string, rows: number, wide: { readonly rows: number; readonly columns: number }, perDay: number): Promise<{ readonly reference: string; readonly candidate: string; readonly wide: string; readonly days: string[] }> => {
  mkdirSync(cache, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const make = async (path: string, query: string): Promise<string> => {
    if (existsSync(path)) return path;
    await connection.run(`COPY (${query}) TO '${path}.partial' (FORMAT parquet)`);
    renameSync(`${path}.partial`, path);
    return path;
  };
  const [reference, candidate] = [await make(join(cache, `profile-${rows}-a.parquet`), `SELECT ${columnsOf(1)} FROM range(${rows})`), await make(join(cache, `profile-${rows}-b.parquet`), `SELECT ${columnsOf(2)} FROM range(${rows})`)];
  const wideFile = await make(join(cache, `profile-wide-${wide.rows}x${wide.columns}.parquet`), `SELECT range AS id, ${Array.from({ length: wide.columns }, (_, k) => `((hash(range * 2000 + ${k}) >> 11) / 9007199254740992.0) * ${k + 1} - ${k % 2} AS n${k}`).join(", ")} FROM range(${wide.rows})`);
  const parts: string[] = [];
  for (let day = 0; day < days; day += 1) parts.push(await make(join(cache, `profile-day-${perDay}-${day}.parquet`), `SELECT ${columnsOf(3)} FROM range(${day * perDay}, ${(day + 1) * perDay})`));
  connection.closeSync();
  instance.closeSync();
  return { reference, candidate, wide: wideFile, days: parts };
};
