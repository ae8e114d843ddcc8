import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** What the pair of files looks like; part of the file names, so that a change makes new files. */
export interface ComparePair {
  readonly rows: number;
  readonly outputs: number;
}

export interface ComparePaths {
  readonly reference: string;
  readonly candidate: string;
}

/** A uniform number in [0, 1) that depends on the row, the output and a purpose only, so that every run makes the same files. */
const uniform = (output: number, purpose: number): string => `((hash(id * 1000003 + ${output * 17 + purpose}) >> 11)::DOUBLE / 9007199254740992.0)`;

/** A score of the reference: a logistic of a normal-ish sum, rarely null, rarely NaN. */
const referenceScore = (output: number): string => {
  const spread = `(${uniform(output, 1)} + ${uniform(output, 2)} + ${uniform(output, 3)} - 1.5) * 4`;
  return `CASE WHEN ${uniform(output, 4)} < 1e-4 THEN NULL WHEN ${uniform(output, 5)} < 1e-5 THEN 'nan'::DOUBLE ELSE 1 / (1 + exp(-(${spread}))) END AS o${output}`;
};

/** The candidate: two answers in five the same bits, most others a few ulp away, one in a thousand visibly moved, some flipped to 1 - x. */
const candidateScore = (output: number): string => {
  const kind = uniform(output, 6);
  const size = uniform(output, 7);
  return `CASE WHEN ${kind} < 0.4 THEN o${output} WHEN ${kind} < 0.998 THEN o${output} * (1 + (${size} - 0.5) * 2e-15) WHEN ${kind} < 0.9995 THEN o${output} * (1 + (${size} - 0.5) * 2e-3) WHEN ${kind} < 0.9999 THEN 1 - o${output} ELSE NULL END AS o${output}`;
};

/** Writes the pair once and keeps it; returns where it lies. */
export const generatePair = async (directory: string, pair: ComparePair): Promise<ComparePaths> => {
  const name = (side: string): string => join(directory, `compare-${pair.rows}x${pair.outputs}-${side}.parquet`);
  const paths = { reference: name("reference"), candidate: name("candidate") };
  if (existsSync(paths.reference) && existsSync(paths.candidate)) return paths;
  mkdirSync(directory, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "3GB", temp_directory: join(directory, "spill") });
  const connection = await instance.connect();
  const outputs = Array.from({ length: pair.outputs }, (_, index) => index);
  const write = async (select: string, path: string): Promise<void> => {
    await connection.run(`COPY (${select}) TO '${path}.part' (FORMAT parquet, COMPRESSION zstd)`);
    renameSync(`${path}.part`, path);
  };
  await write(`SELECT id, ${outputs.map(referenceScore).join(", ")} FROM (SELECT range AS id FROM range(${pair.rows}))`, paths.reference);
  await write(`SELECT id, ${outputs.map(candidateScore).join(", ")} FROM read_parquet('${paths.reference}')`, paths.candidate);
  connection.closeSync();
  instance.closeSync();
  return paths;
};
