// The hand-written side: `node floor.ts all|bare FILE…`. It returns what a profile is made of and no more: how the reference lies, bins, categories, sums by block, ranges, score by
// label, cross moments. It trusts its data where a profile does not: no NaN, no infinity, no score beyond 0 and 1, no offset; and nothing is kept of its answers.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { reportChild } from "../side-by-side.ts";
import { categories, memoryBytes, numbers } from "./settings.ts";

const [what = "", ...files] = process.argv.slice(2);
const statements = new Map(readFileSync(join(import.meta.dirname, "floor.sql"), "utf8").split("-- name: ").slice(1).map((part) => [part.slice(0, part.indexOf("\n")).trim(), part.slice(part.indexOf("\n")).trim()] as const));
const columns = [...Array.from({ length: numbers }, (_, k) => `n${k}`), "score"];
const texts = Array.from({ length: categories }, (_, k) => `c${k}`);

const sql = (name: string, from: string, x = ""): string => (statements.get(name) ?? "")
  .replaceAll(/\[\[columns: (.*?)\]\]/gs, (_, term: string) => columns.map((column) => term.replaceAll("{x}", column)).join(", "))
  .replaceAll(/\[\[categories: (.*?)\]\]/gs, (_, term: string) => [...texts, "y"].map((column) => term.replaceAll("{x}", column).replaceAll("= 'v0'", column === "y" ? "= 0" : "= 'v0'")).join(", "))
  .replaceAll("{products}", columns.flatMap((a, i) => columns.slice(i).map((b, j) => `sum(${a} * ${b}) AS p${i}_${j}`)).join(", "))
  .replaceAll("{all}", columns.map((column) => `${column} IS NOT NULL`).join(" AND ")).replaceAll("{from}", from).replaceAll("{x}", x);

await reportChild(async () => {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: `${memoryBytes / 2 ** 20}MiB` });
  const connection = await instance.connect();
  const counts: string[] = [];
  for (const [place, file] of files.entries()) {
    const from = `read_parquet('${file}')`;
    const run = async (text: string): Promise<Record<string, unknown>[]> => (await connection.runAndReadAll(text)).getRowObjectsJS();
    if (what === "bare") { await run(sql("bare", from)); continue; }
    if (place === 0) await run(sql("reference", from));
    if (place === 0) await run([...texts, "y"].map((x) => sql("category", from, `${x}::VARCHAR`)).join(" UNION ALL "));
    const bins = await run(columns.map((x) => sql("histogram", from, x)).join(" UNION ALL "));
    counts.push(String(bins.reduce((sum, row) => sum + Number(row["n"]), 0)));
    await run([...texts, "y"].map((x) => sql("category", from, `${x}::VARCHAR`)).join(" UNION ALL "));
    await run(sql("blocks", from));
    await run(sql("ranges", from));
    await run(sql("judged", from));
    await run(sql("cross", from));
  }
  connection.closeSync();
  instance.closeSync();
  return counts.join(" ");
});
