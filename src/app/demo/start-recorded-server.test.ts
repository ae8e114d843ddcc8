import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { canonicalRow } from "./canonical-row.ts";
import { roundedRow } from "../../work/replay/rounded-row.ts";
import { demoSeed } from "./demo-environments.ts";
import { readRecordedService } from "./recorded-service.ts";
import { type RecordedServer, startRecordedServer } from "./start-recorded-server.ts";

const recordings = fileURLToPath(new URL("../../../examples/demo/recordings/", import.meta.url));
const row = { age: 71, sex: "male", bmi: 24, weight_class: "normal", blood_pressure: 84, total_cholesterol: 138, ldl: 85.8, hdl: 39, cholesterol_ratio: 4, triglycerides_log: 4.1897, glucose: 90 };

let staging: RecordedServer;
let production: RecordedServer;
beforeAll(async () => {
  staging = await startRecordedServer(await readRecordedService(join(recordings, "staging.json.gz")));
  production = await startRecordedServer(await readRecordedService(join(recordings, "production.json.gz")));
});
afterAll(() => Promise.all([staging.close(), production.close()]));

const predict = (server: RecordedServer, body: string): Promise<Response> => fetch(`${server.url}/predict`, { method: "POST", body });
const predictRow = (server: RecordedServer, of: object): Promise<Response> => predict(server, JSON.stringify(of));

test("a row is found whatever the order of its fields, the spelling of its numbers and the fields beside it", async () => {
  const first = await (await predictRow(staging, row)).text();
  expect(JSON.parse(first)).toMatchObject({ prediction: expect.stringMatching(/^(routine|urgent)$/), probability: expect.any(Number), model_version: "2026-03" });
  expect(await (await predictRow(staging, Object.fromEntries(Object.entries(row).toReversed()))).text()).toBe(first);
  expect(await (await predict(staging, JSON.stringify(row).replace('"age":71', '"age":7.1e1').replace('"bmi":24', '"bmi":24.000'))).text()).toBe(first);
  expect(await (await predictRow(staging, { ...row, age_band: "60 and over" })).text()).toBe(first);
});

test("the rows of the rounding probe were recorded too, and move the score by no more than rounding does", async () => {
  const rows = [new Map<string, string | number>(Object.entries(row))];
  const rounded = roundedRow(rows, 0, Number(demoSeed));
  if (rounded === null) throw new Error("nothing to round");
  const before = (await (await predictRow(staging, row)).json()) as { probability: number };
  const after = (await (await predictRow(staging, Object.fromEntries(rounded))).json()) as { probability: number };
  expect(after.probability).not.toBe(before.probability);
  expect(Math.abs(after.probability - before.probability)).toBeLessThan(1e-6);
});

test("production's replicas answer in turn and name themselves; the third serves another model", async () => {
  const answers = [];
  for (let turn = 0; turn < 6; turn++) {
    const answer = await predictRow(production, row);
    answers.push({ replica: answer.headers.get("x-replica"), body: await answer.text() });
  }
  expect(answers.map(({ replica }) => replica)).toEqual(["production-0", "production-1", "production-2", "production-0", "production-1", "production-2"]);
  expect(answers[1]?.body).toBe(answers[0]?.body);
  expect(answers[2]?.body).not.toBe(answers[0]?.body);
  expect(answers[5]?.body).toBe(answers[2]?.body);
});

test("what was not recorded, or is not a row, is refused", async () => {
  expect((await predictRow(staging, { ...row, age: 12 })).status).toBe(404);
  expect((await predict(staging, "{")).status).toBe(422);
  expect((await fetch(`${staging.url}/predict`)).status).toBe(405);
  expect((await fetch(`${staging.url}/openapi.json`).then((answer) => answer.json())) as object).toHaveProperty("paths./predict");
});

test("a missing value and a null are one row, zero is another", () => {
  expect(canonicalRow({ a: null, b: 1 }, ["a", "b"])).toBe(canonicalRow({ b: 1 }, ["b", "a"]));
  expect(canonicalRow({ a: 0, b: 1 }, ["a", "b"])).not.toBe(canonicalRow({ b: 1 }, ["a", "b"]));
});
