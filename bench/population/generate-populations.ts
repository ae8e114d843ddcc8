import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

export interface PopulationPaths {
  readonly reference: string;
  readonly candidate: string;
}

/** 33 columns beside id and ts: so many numbers and categories, then a score, a decision and a label. */
const numbers = 20;
const categories = 10;

/** A uniform number in [0, 1) by row, column and side only, so that every run makes the same files. */
const uniform = (column: number, purpose: number, side: number): string => `((hash(id * 1000003 + ${column * 31 + purpose * 7919 + side * 104729}) >> 11)::DOUBLE / 9007199254740992.0)`;

const select = (rows: number, side: 0 | 1): string => {
  const normal = (column: number): string => `(sqrt(-2 * ln(1 - ${uniform(column, 1, side)})) * cos(6.283185307179586 * ${uniform(column, 2, side)}))`;
  const columns = [
    // The candidate's first number is moved; every fourth is skewed; some values are missing.
    ...Array.from({ length: numbers }, (_, at) => `CASE WHEN ${uniform(at, 3, side)} < 0.02 THEN NULL ELSE ${at % 4 === 3 ? `exp(${normal(at)})` : `${normal(at)} * ${at + 1} + ${side === 1 && at === 0 ? "1.0" : "0.0"}`} END AS x${at}`),
    ...Array.from({ length: categories }, (_, at) => `'k' || floor(${2 + at * 4} * pow(${uniform(100 + at, 1, side)}, 2))::INTEGER AS c${at}`),
  ];
  return `SELECT 'r' || id AS id, TIMESTAMP '2026-10-01' + to_microseconds((id * 604800000000 / ${rows})::BIGINT) AS ts, ${columns.join(", ")}, score, CASE WHEN score > 0.5 THEN 'approve' ELSE 'decline' END AS decision, CASE WHEN ${uniform(300, 1, side)} < score THEN 1 ELSE 0 END AS label
    FROM (SELECT range AS id, 1 / (1 + exp(-(${uniform(200, 1, side)} + ${uniform(201, 1, side)} + ${uniform(202, 1, side)} - 1.5) * 4)) AS score FROM range(${rows}))`;
};

/** Writes both logs of this many rows once and keeps them; returns where they lie. */
export const generatePopulations = async (directory: string, rows: number): Promise<PopulationPaths> => {
  const path = (side: string): string => join(directory, `population-${rows}-${side}.parquet`);
  const paths = { reference: path("reference"), candidate: path("candidate") };
  if (existsSync(paths.reference) && existsSync(paths.candidate)) return paths;
  mkdirSync(directory, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "2GB", temp_directory: join(directory, "spill") });
  const connection = await instance.connect();
  for (const [side, file] of [[0, paths.reference], [1, paths.candidate]] as const) {
    await connection.run(`COPY (${select(rows, side)}) TO '${file}.part' (FORMAT parquet, COMPRESSION zstd)`);
    renameSync(`${file}.part`, file);
  }
  connection.closeSync();
  instance.closeSync();
  return paths;
};
