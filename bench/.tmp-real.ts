import { readFileSync } from "node:fs";
import { startMlserver } from "../test/integration/servers/mlserver-server.ts";
import { startMlflow } from "../test/integration/servers/mlflow-server.ts";
import { startFastApi } from "../test/integration/servers/fastapi-server.ts";
import { inputsFile } from "../test/integration/servers/trained-models.ts";
import { connectEnvironment } from "../src/app/connect/connect-environment.ts"; import { parseTarget } from "../src/app/connect/parse-target.ts";
const what = process.argv[2]!, model = process.argv[3]!, table = process.argv[4]!;
const csv = readFileSync(await inputsFile(table, "csv"), "utf8").trim().split("\n"); const head = csv[0]!.split(",");
const parse = (t: string): any => t === "" ? null : /^-?\d+$/.test(t) ? BigInt(t) : /^-?[\d.]+(e-?\d+)?$/.test(t) ? Number(t) : t;
const rows = csv.slice(1, 40).map((l) => new Map(l.split(",").map((t, i) => [head[i]!, parse(t)] as const).filter(([n]) => n !== "id" && !(process.argv[6] ?? "label").split(",").includes(n))));
const server = what === "mlflow" ? await startMlflow({ model, table }) : what.startsWith("fastapi") ? await startFastApi({ environment: "sklearn-1.4.2", model, batch: what === "fastapi-batch" }) : await startMlserver({ model, inputs: what as any, probabilities: process.argv[5] === "p" });
try {
  const t = performance.now();
  const c = await connectEnvironment(parseTarget(server.url), { columns: [...rows[0]!.keys()] }, { env: process.env, cwd: "." });
  console.log(what, c.client.protocol, "connected in", (performance.now() - t).toFixed(0), "ms\n", c.description);
  const one = await c.client.predict(rows.slice(0, 1)); console.log("one:", one.rows[0], one.latencyMs.toFixed(1));
  if (c.description.batches) { const b = await c.client.predict(rows.slice(0, 3)); console.log("three:", b.rows.length, b.rows[0]); }
  let nulls = rows.find((r) => [...r.values()].includes(null)); if (nulls) console.log("with null:", (await c.client.predict([nulls])).rows[0]);
  await c.close();
} catch (e: any) { console.log("ERROR", e.code, e.message, e.place, e.todo); }
await server.stop(); process.exit();
