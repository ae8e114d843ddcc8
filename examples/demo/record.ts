import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { canonicalRow } from "../../src/app/demo/canonical-row.ts";
import { demoSeed } from "../../src/app/demo/demo-environments.ts";
import type { RecordedService } from "../../src/app/demo/recorded-service.ts";
import { roundedRow } from "../../src/work/replay/rounded-row.ts";
import { startFastApi } from "../../test/integration/servers/fastapi-server.ts";
import type { RunningServer } from "../../test/integration/servers/start-server.ts";
import { inputsFile } from "../../test/integration/servers/trained-models.ts";
import { oldKernels } from "../../test/integration/trials/kernels.ts";

// Records the services of `lockstep demo` from real ones: node examples/demo/record.ts
// Needs Python 3.11 and PyPI once. Every row is asked as it is and as the check's
// rounding probe will send it, so the demo's seed is part of the recording.

interface Plan {
  readonly environment: string;
  readonly recordedFrom: string;
  readonly replicas: readonly { readonly name: string; readonly model: string; readonly env: Readonly<Record<string, string>> }[];
}

const production = { FAULT: "impute-zero", THRESHOLD: "0.4" };

const plans: readonly Plan[] = [
  { environment: "staging", recordedFrom: "FastAPI 0.165.0 on scikit-learn 1.4.2", replicas: [{ name: "staging-0", model: "patients-logistic", env: {} }] },
  { environment: "testing", recordedFrom: "the same, with the numeric kernels of an older CPU", replicas: [{ name: "testing-0", model: "patients-logistic", env: oldKernels }] },
  {
    environment: "production",
    recordedFrom: "the same service, but missing numbers become 0, the threshold is 0.4, and one of three replicas still serves the previous model",
    replicas: ["patients-logistic", "patients-logistic", "patients-logistic-old"].map((model, index) => ({ name: `production-${index}`, model, env: production })),
  },
];

const here = dirname(fileURLToPath(import.meta.url));
const recordings = join(here, "recordings");

type Row = Record<string, string | number | null>;

interface OpenApi {
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>> };
}

/** The demo's table holds no quoted field; a number is whatever reads as one. */
const readTable = (text: string): { readonly columns: readonly string[]; readonly rows: readonly Row[] } => {
  const [head, ...lines] = text.trim().split("\n").map((line) => line.split(","));
  const columns = head ?? [];
  const value = (cell: string): string | number | null => (cell === "" ? null : Number.isNaN(Number(cell)) ? cell : Number(cell));
  return { columns, rows: lines.map((cells) => Object.fromEntries(columns.map((column, index) => [column, value(cells[index] ?? "")]))) };
};

/** The row as the check's rounding probe sends it under the demo's seed. */
const rounded = (rows: readonly Row[], index: number): Row => {
  const inputs = rows.map((row) => new Map(Object.entries(row)));
  return Object.fromEntries(roundedRow(inputs, index, Number(demoSeed)) ?? new Map()) as Row;
};

const only = (row: Row, fields: readonly string[]): Row => Object.fromEntries(fields.map((field) => [field, row[field] ?? null]));

interface Taping {
  readonly name: string;
  readonly server: RunningServer;
  readonly answers: Record<string, string>;
  readonly latencies: number[];
}

const ask = async ({ name, server, answers, latencies }: Taping, row: Row, fields: readonly string[]): Promise<void> => {
  const from = performance.now();
  const answer = await fetch(`${server.url}/predict`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(row) });
  const body = await answer.text();
  latencies.push(Math.round((performance.now() - from) * 100) / 100);
  if (answer.status !== 200) throw new Error(`${name} answered ${answer.status}: ${body}\n${server.logs()}`);
  const key = canonicalRow(row, fields);
  if (answers[key] !== undefined && answers[key] !== body) throw new Error(`${name} answered one row in two ways:\n${answers[key]}\n${body}`);
  answers[key] = body;
};

await mkdir(recordings, { recursive: true });
const source = readTable(await readFile(await inputsFile("patients", "csv"), "utf8"));
const columns = source.columns.filter((column) => column !== "progression");
await writeFile(join(recordings, "patients.csv"), `${[columns, ...source.rows.map((row) => columns.map((column) => row[column] ?? ""))].map((cells) => cells.join(",")).join("\n")}\n`);

// All of them run at once and are asked in turn, so that whatever else the machine does falls on their latencies alike.
const tapings = new Map<string, Taping[]>();
const everyone = (): Taping[] => [...tapings.values()].flat();
try {
  for (const { environment, replicas } of plans) {
    const started: Taping[] = [];
    tapings.set(environment, started);
    for (const { name, model, env } of replicas) started.push({ name, server: await startFastApi({ environment: "sklearn-1.4.2", model, env }), answers: {}, latencies: [] });
  }
  const openapi = await fetch(`${(everyone()[0] as Taping).server.url}/openapi.json`).then((answer) => answer.text());
  const fields = Object.keys((JSON.parse(openapi) as OpenApi).components.schemas["Row"]?.properties ?? {});
  const rows = source.rows.map((row) => only(row, fields));
  for (const row of rows.slice(0, 20)) for (const taping of everyone()) await ask(taping, row, fields);
  for (const { latencies } of everyone()) latencies.length = 0;
  for (const row of [...rows, ...rows.map((_, index) => rounded(rows, index))]) for (const taping of everyone()) await ask(taping, row, fields);

  for (const { environment, recordedFrom } of plans) {
    const replicas = (tapings.get(environment) ?? []).map(({ name, answers, latencies }) => ({ name, answers, latencies }));
    const service: RecordedService = { recordedFrom, fields, openapi, replicas };
    const packed = gzipSync(JSON.stringify(service), { level: 9 });
    await writeFile(join(recordings, `${environment}.json.gz`), packed);
    for (const { name, answers, latencies } of replicas) {
      const median = latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length / 2)];
      process.stdout.write(`${name}: ${Object.keys(answers).length} rows, median ${median} ms\n`);
    }
    process.stdout.write(`${environment}: ${packed.length} bytes\n`);
  }
} finally {
  await Promise.all(everyone().map(({ server }) => server.stop()));
}
