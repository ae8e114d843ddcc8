import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { reportChild } from "../side-by-side.ts";
import { agreement } from "./agreement.ts";
import { memoryBytes, outputsOf } from "./settings.ts";

const [reference = "", candidate = "", rows = "0", outputs = "0", spill = ""] = process.argv.slice(2);
const statements = new Map(
  readFileSync(join(import.meta.dirname, "floor.sql"), "utf8").split("-- name: ").slice(1).map((part) => {
    const end = part.indexOf("\n");
    return [part.slice(0, end).trim(), part.slice(end + 1).trim().replace(/;$/, "")] as const;
  }),
);

await reportChild(async () => {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: `${memoryBytes / 2 ** 20}MiB`, temp_directory: spill });
  const connection = await instance.connect();
  const run = async (name: string, values: Readonly<Record<string, string | number>>): Promise<Record<string, unknown>[]> => {
    const filled = Object.entries({ reference, candidate, ...values }).reduce((sql, [key, value]) => sql.replaceAll(`{${key}}`, String(value)), statements.get(name) ?? "");
    return (await connection.runAndReadAll(filled)).getRowObjectsJS();
  };
  const result = agreement();
  result.add("pairs", Number((await run("coverage", {}))[0]?.["pairs"]));
  const names = outputsOf(Number(outputs));
  const sampled = Math.round(Math.min(1000, 1e8 / Number(rows)));
  for (let at = 0; at < names.length; at += 5) {
    const group = names.slice(at, at + 5);
    await run("group", { columns: group.map((o) => `r.o${o} AS a${o}, c.o${o} AS b${o}`).join(", ") });
    for (const o of group) {
      for (const row of await run("classes", { o })) {
        result.add(`${o} ${String(row["class"])}`, Number(row["n"]));
        if (row["finite"] === true) result.add(`${o} bin ${row["bin"] === null ? "zero" : `${row["up"] === true ? "+" : "-"}${String(row["bin"])}`}`, Number(row["n"]));
        if (row["finite"] === true) result.add(`${o} ulp ${String(row["ulp"] ?? 0)}`, Number(row["n"]));
      }
      const [moments] = await run("moments", { o });
      result.add(`${o} finite`, Number(moments?.["n"]));
      for (const row of await run("bins", { o, low: `'${String(moments?.["min_x"])}'::DOUBLE`, high: `'${String(moments?.["max_x"])}'::DOUBLE` })) result.add(`${o} cell ${String(row["cell"])}`, Number(row["n"]));
      await run("ranks", { o, sampled });
      result.add(`${o} worst ${(await run("worst", { o })).map((row) => String(row["id"])).join(" ")}`, 1);
      await run("missing", { o });
    }
  }
  connection.closeSync();
  instance.closeSync();
  return result.digest();
});
