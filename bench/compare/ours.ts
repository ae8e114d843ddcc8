import { createDuckDbEngine } from "../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { parquetSource } from "../../src/adapters/sources/parquet/index.ts";
import { compareRelations } from "../../src/checks/parity/compare/compare-relations.ts";
import { relationFromSource } from "../../src/checks/parity/relation/relations-from-sources.ts";
import { flattenColumns } from "../../src/checks/parity/relation/flatten-columns.ts";
import { reportChild } from "../side-by-side.ts";
import { agreement } from "./agreement.ts";
import { memoryBytes, outputsOf } from "./settings.ts";

const [reference = "", candidate = "", , outputs = "0", spill = ""] = process.argv.slice(2);

await reportChild(async () => {
  const engine = await createDuckDbEngine({ memoryLimitBytes: memoryBytes, temporaryDirectory: spill });
  const relation = async (environment: string, path: string) => {
    const source = await parquetSource.open(engine, path, "");
    const columns = await flattenColumns(engine, source.sql, source.columns.filter((column) => column.name !== "id"));
    return relationFromSource(engine, { environment, source }, "id", columns);
  };
  const comparison = await compareRelations(engine, {
    reference: await relation("reference", reference),
    candidate: await relation("candidate", candidate),
    outputs: outputsOf(Number(outputs)).map((o) => ({ output: `o${o}`, role: "score", roleOrigin: "agreed", tolerance: { mode: "either", absolute: 1e-9, relative: 0, origin: "agreed", why: "" } })),
    allowedShare: 0,
    worstPerOutput: 10,
  });
  const result = agreement();
  result.add("pairs", comparison.coverage.pairs);
  for (const [o, output] of comparison.outputs.entries()) {
    for (const [name, count] of Object.entries(output.classes)) result.add(`${o} ${name}`, count);
    result.add(`${o} bin zero`, output.differences?.zero ?? 0);
    for (const { bin, count } of output.differences?.positive ?? []) result.add(`${o} bin +${bin}`, count);
    for (const { bin, count } of output.differences?.negative ?? []) result.add(`${o} bin -${bin}`, count);
    for (const { bin, count } of output.ulp ?? []) result.add(`${o} ulp ${bin}`, count);
    result.add(`${o} finite`, output.moments?.pairs ?? 0);
    for (const cell of output.scoreBins?.cells ?? []) result.add(`${o} cell ${cell.reference * 20 + cell.candidate}`, cell.count);
    result.add(`${o} worst ${comparison.worst.filter((pair) => pair.output === output.output && pair.class === "value").map((pair) => pair.key).join(" ")}`, 1);
  }
  await engine.close();
  return result.digest();
});
