import { readFile } from "node:fs/promises";
import { afterEach, expect, test } from "vitest";
import { httpJson } from "../../src/adapters/serving/http-json/index.ts";
import { mlflow } from "../../src/adapters/serving/mlflow/index.ts";
import { openInference } from "../../src/adapters/serving/open-inference/index.ts";
import { createTransport } from "../../src/adapters/transport/undici/index.ts";
import type { JsonValue } from "../../src/core/json/json-value.ts";
import type { InputRow, ModelClient, ServingOptions, ServingProtocol } from "../../src/ports/serving.ts";
import { startFastApi } from "./servers/fastapi-server.ts";
import { startMlflow } from "./servers/mlflow-server.ts";
import { startMlserver } from "./servers/mlserver-server.ts";
import type { RunningServer } from "./servers/start-server.ts";
import { modelFile } from "./servers/trained-models.ts";

const protocols = [openInference, mlflow, httpJson];
const running: RunningServer[] = [];
const clients: ModelClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

const rowOf = (values: Readonly<Record<string, JsonValue>>): InputRow => new Map(Object.entries(values));
const patient = { age: 71n, sex: "male", bmi: 24, weight_class: "normal", blood_pressure: null, total_cholesterol: 138, ldl: 85.8, hdl: 39, cholesterol_ratio: 4, triglycerides_log: 4.1897, glucose: 90 };
const patients = [rowOf(patient), rowOf({ ...patient, sex: "female", bmi: 33.1, weight_class: null })];

/** The particular protocols first, plain JSON last: what answers to those has an OpenAPI document too. */
const firstToRecognise = async (server: RunningServer, options: ServingOptions): Promise<ServingProtocol> => {
  for (const protocol of protocols) {
    const transport = createTransport({ url: server.url });
    const why = await protocol.recognise(transport, options).finally(() => transport.close());
    if (why !== null) return protocol;
  }
  throw new Error(`nobody recognised ${server.name}\n${server.logs()}`);
};

/** What a user gets who gives nothing but the URL. */
const clientFor = async (server: RunningServer, columns: readonly string[]): Promise<{ protocol: ServingProtocol; client: ModelClient }> => {
  running.push(server);
  const options: ServingOptions = { path: "/", model: null, version: null, template: null, replicaHeader: null, columns };
  const protocol = await firstToRecognise(server, options);
  const client = protocol.create(createTransport({ url: server.url }), options);
  clients.push(client);
  return { protocol, client };
};

const answers = async (client: ModelClient, rows: readonly InputRow[]): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await client.predict(rows)).rows.map((row) => Object.fromEntries([...row].map(([name, { value }]) => [name, value])));

test("FastAPI: one row per request, as /openapi.json says", async () => {
  const { protocol, client } = await clientFor(await startFastApi({ environment: "sklearn-1.4.2", model: "patients-logistic" }), Object.keys(patient));
  expect(protocol.id).toBe("http-json");
  const description = await client.describe();
  expect(description).toMatchObject({ namedColumns: true, batches: false });
  expect(await answers(client, patients.slice(0, 1))).toEqual([{ prediction: expect.stringMatching(/routine|urgent/), probability: expect.any(Number), model_version: "2026-03" }]);
});

test("FastAPI: several rows per request, each answered as when asked alone", async () => {
  const { client } = await clientFor(await startFastApi({ environment: "sklearn-1.4.2", model: "patients-logistic", batch: true }), Object.keys(patient));
  expect(await client.describe()).toMatchObject({ namedColumns: true, batches: true });
  const both = await answers(client, patients);
  expect(both).toHaveLength(2);
  expect(both[0]?.["probability"]).toBeCloseTo((await answers(client, patients.slice(0, 1)))[0]?.["probability"] as number, 12);
});

test("MLServer: one input per column, with words and missing numbers, gives FastAPI's probability", async () => {
  const fastapi = await clientFor(await startFastApi({ environment: "sklearn-1.4.2", model: "patients-logistic" }), Object.keys(patient));
  const { protocol, client } = await clientFor(await startMlserver({ model: "patients-logistic", inputs: "columns", probabilities: true }), Object.keys(patient));
  expect(protocol.id).toBe("open-inference");
  expect(await client.describe()).toMatchObject({ model: "patients-logistic", namedColumns: true });
  const [own] = await answers(client, patients.slice(0, 1));
  const [other] = await answers(fastapi.client, patients.slice(0, 1));
  expect(Object.values(own ?? {})).toEqual([expect.any(Number), other?.["probability"]]);
});

test.for(["tensor", "undeclared"] as const)("MLServer: a numeric model whose inputs are %s", async (inputs) => {
  const description = JSON.parse(await readFile((await modelFile("sklearn-1.4.2", "tumours-logistic")).replace(/joblib$/, "json"), "utf8")) as { readonly fields: readonly { readonly name: string }[] };
  const names = description.fields.map(({ name }) => name);
  const tumour = rowOf(Object.fromEntries(names.map((name, index) => [name, index + 0.5])));
  const { client } = await clientFor(await startMlserver({ model: "tumours-logistic", inputs, probabilities: false }), names);
  await client.describe();
  const [answer] = await answers(client, [tumour]);
  expect(["benign", "malignant"]).toContain(Object.values(answer ?? {})[0]);
});

test("mlflow models serve: mixed columns, both probabilities", async () => {
  const { protocol, client } = await clientFor(await startMlflow({ model: "patients-logistic", table: "patients" }), Object.keys(patient));
  expect(protocol.id).toBe("mlflow");
  const rows = await answers(client, patients);
  for (const row of rows) {
    const probabilities = Object.values(row) as number[];
    expect(probabilities).toHaveLength(2);
    expect((probabilities[0] ?? 0) + (probabilities[1] ?? 0)).toBeCloseTo(1, 12);
  }
});
