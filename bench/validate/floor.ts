// The raw engine: `node floor.ts SPILL FILE…` sums every column that counting needs, straight from the files.
import { DuckDBInstance } from "@duckdb/node-api";
import { reportChild } from "../side-by-side.ts";
import { bareSum, memoryBytes } from "./settings.ts";

const files = process.argv.slice(3);
const instance = await DuckDBInstance.create(":memory:", { memory_limit: `${memoryBytes / 2 ** 20}MiB`, temp_directory: process.argv[2] ?? "" });
const connection = await instance.connect();
await reportChild(async () => {
  let rows = 0;
  for (const file of files) rows += Number((await connection.runAndReadAll(`SELECT count(*) AS n, ${bareSum} FROM read_parquet('${file}')`)).getRowObjectsJS()[0]?.["n"] ?? 0);
  return `${rows} rows`;
});
connection.closeSync();
instance.closeSync();
