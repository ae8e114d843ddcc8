import { afterAll, beforeAll, expect, it } from "vitest";
import { mappingYaml } from "./mapping-yaml.ts";
import type { OpenedPopulation } from "./open-population.ts";
import { type LogsForTests, logsForTests } from "./populations.fixture.ts";

let logs: LogsForTests;
beforeAll(async () => { logs = await logsForTests(); });
afterAll(() => logs.close());

const rolesOf = ({ side }: OpenedPopulation) => side.columns.map(({ name, role, kind, type }) => [name, role, kind, type]);

it("a proposed mapping opens the same population again, without a guess, and proposes itself", async () => {
  const source = logs.write("log.csv", `"key: #1",when,latency_s,"y, really",yes,prob,sampling_rate,label\n${Array.from({ length: 40 }, (_, i) => `${i},2026-10-0${1 + (i % 7)}T10:00:00,0.${10 + i},${i % 4},no,0.${i + 10},0.5,${i % 2}`).join("\n")}\n`);
  const first = await logs.open(source, { zone: "Europe/Berlin", roles: { id: "key: #1", ts: "when" } });
  const second = await logs.open(source, { map: logs.write("mapping.yaml", mappingYaml(first)) });
  expect(second.mapping).toEqual(first.mapping);
  expect(second.side.columns.map(({ why: _why, origin: _origin, ...column }) => column)).toEqual(first.side.columns.map(({ why: _why, origin: _origin, ...column }) => column));
  expect(second.side.columns.map(({ origin }) => origin)).not.toContain("guessed");
  expect(second.side.coverage).toEqual(first.side.coverage);
  expect(second.side.coverage.sampling).toEqual({ low: 0.5, high: 0.5 });
  const rows = (sql: string) => logs.engine.query(`SELECT * FROM ${sql} ORDER BY id`);
  expect(await rows(second.relation.sql)).toEqual(await rows(first.relation.sql));
  expect((await rows(first.relation.sql))[0]).toMatchObject({ id: "0", ts: "2026-10-01 08:00:00", latency_ms: 100, weight: 2 });
});

it("JSON is a mapping too, and labels, anonymising and SQL are kept", async () => {
  const source = logs.write("b.csv", "id,score,x\n1,0.5,10\n2,0.25,20\n");
  logs.write("late.csv", "id,label\n1,1\n");
  const mapping = { standard: { id: "id" }, columns: { double: { from: "x * 2", role: "feature" }, score: { role: "score" } }, labels: { source: "late.csv" }, anonymise: { x: { round: -1 } } };
  const first = await logs.open(source, { map: logs.write("mapping.json", JSON.stringify(mapping)) });
  const second = await logs.open(source, { map: logs.write("again.yaml", mappingYaml(first)) });
  expect(second.mapping).toEqual(first.mapping);
  expect(rolesOf(second)).toEqual(rolesOf(first));
  expect(first.mapping).toMatchObject({ anonymise: { x: { round: -1 } }, labels: { source: "late.csv", key: "id", label: "label" } });
});
