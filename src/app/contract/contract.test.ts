import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { runQuality } from "../../checks/quality/run-quality.ts";
import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityContract } from "../../core/domain/quality.ts";
import type { Engine } from "../../ports/engine.ts";
import { contractOfFeatures } from "./contract-of-features.ts";
import { contractTree } from "./contract-tree.ts";
import { inferContract } from "./infer-contract.ts";
import { readOdcs } from "./read-odcs.ts";
import { writeOdcs } from "./write-odcs.ts";

const read = (text: string, object: string | null = null): QualityContract => readOdcs(contractTree("/c/contract.yaml", text), object);
const head = "apiVersion: v3.1.0\nkind: DataContract\nid: loans\nname: Loans\nversion: 1.2.0\nstatus: active\n";
const property = (lines: string): string => `${head}schema:\n  - name: loans\n    properties:\n      - name: income\n${lines.split("\n").map((line) => `        ${line}`).join("\n")}\n`;
const table = (lines: string): string => `${head}schema:\n  - name: loans\n    properties:\n      - name: income\n    quality:\n${lines.split("\n").map((line) => `      ${line}`).join("\n")}\n`;
/** The rule behind those that every property has. */
const last = (text: string) => read(text).rules.at(-1);

describe("what the standard says becomes a rule", () => {
  test.each<[string, string, Record<string, unknown>]>([
    ["a type", "logicalType: number", { dimension: "type", type: "number" }],
    ["a physical type alone", "physicalType: DOUBLE", { dimension: "type", type: "number" }],
    ["required", "required: true", { dimension: "null" }],
    ["unique", "unique: true", { dimension: "uniqueness" }],
    ["bounds", "logicalType: number\nlogicalTypeOptions: {minimum: 0, exclusiveMaximum: 10.5}", { dimension: "range", minimum: 0, maximum: 10.5, exclusiveMinimum: false, exclusiveMaximum: true }],
    ["bounds of times", "logicalType: timestamp\nlogicalTypeOptions: {minimum: \"2026-01-01T00:00:00Z\"}", { dimension: "range", minimum: "2026-01-01T00:00:00Z" }],
    ["lengths", "logicalType: string\nlogicalTypeOptions: {minLength: 2, maxLength: 4000}", { dimension: "range", measure: "length", minimum: 2, maximum: 4000 }],
    ["a pattern", "logicalType: string\nlogicalTypeOptions: {pattern: '^a+$'}", { dimension: "pattern", pattern: "^a+$" }],
    ["a format of texts", "logicalType: string\nlogicalTypeOptions: {format: uuid}", { dimension: "pattern" }],
    ["a format of whole numbers", "logicalType: integer\nlogicalTypeOptions: {format: u8}", { dimension: "type", type: "uint8", id: "income type 2" }],
    ["multiples", "logicalType: number\nlogicalTypeOptions: {multipleOf: 0.5}", { dimension: "consistency", columns: ["income"] }],
    ["nulls in percent", "quality: [{metric: nullValues, mustBeLessThan: 1, unit: percent, severity: warning}]", { dimension: "null", severity: "medium", allowed: { unit: "percent", low: null, lowIncluded: true, high: 1, highIncluded: false, outside: false } }],
    ["no nulls", "quality: [{type: library, metric: nullValues, mustBe: 0}]", { dimension: "null", allowed: null, maxShare: 0 }],
    ["missing values", "quality: [{metric: missingValues, arguments: {missingValues: [null, '', N/A]}, mustBeLessOrEqualTo: 5}]", { dimension: "completeness", values: ["", "N/A"], allowed: { unit: "rows", low: null, lowIncluded: true, high: 5, highIncluded: true, outside: false } }],
    ["valid values", "quality: [{metric: invalidValues, arguments: {validValues: [a, 2]}, mustBe: 0, id: known}]", { dimension: "category", values: ["a", "2"], id: "known" }],
    ["duplicates", "quality: [{metric: duplicateValues, mustNotBeBetween: [10, 20]}]", { dimension: "uniqueness", allowed: { unit: "rows", low: 10, lowIncluded: true, high: 20, highIncluded: true, outside: true } }],
    ["version 3.0's word for it", "quality: [{rule: duplicateCount, mustBe: 0}]", { dimension: "uniqueness" }],
    ["a count in SQL", "quality: [{type: sql, query: 'SELECT COUNT(*) FROM {object} WHERE {property} < 0', mustBe: 0}]", { dimension: "consistency", condition: "NOT (\"income\" < 0)", allowed: null }],
    ["its own keys", "quality: [{type: custom, engine: lockstep, implementation: {keys: [a, b], maxShare: 1%}}]", { dimension: "completeness", keys: ["a", "b"], maxShare: 0.01 }],
    ["a private column", "classification: restricted\nrequired: true", { private: true }],
    ["its physical name", "physicalName: inc_amt\nrequired: true", { column: "inc_amt" }],
  ])("%s", (_, lines, wanted) => expect(last(property(lines))).toMatchObject(wanted));

  test.each<[string, string, Record<string, unknown>]>([
    ["rows", "- {metric: rowCount, mustBeBetween: [100, 120]}", { dimension: "rows", column: null, allowed: { low: 100, high: 120 } }],
    ["several columns", "- {metric: duplicateValues, mustBe: 0, arguments: {properties: [a, b]}}", { dimension: "uniqueness", columns: ["a", "b"] }],
    ["a condition", "- {type: custom, engine: lockstep, implementation: {condition: income > 0}}", { dimension: "consistency", condition: "income > 0" }],
    ["where it comes from", "- {type: custom, engine: lockstep, implementation: {from: [a.parquet]}}", { dimension: "provenance", digests: ["a.parquet"] }],
    ["no other columns", "- {type: custom, engine: lockstep, implementation: {onlyTheseColumns: true}}", { dimension: "schema", column: null, columns: ["income"] }],
  ])("of the table: %s", (_, lines, wanted) => expect(last(table(lines))).toMatchObject(wanted));

  it("service levels, owner and version", () => {
    const contract = read(`${property("required: true")}slaProperties:\n  - {property: latency, value: 4, unit: h, element: loans.ts}\n  - {property: frequency, value: 1, unit: d}\n  - {property: retention, value: 3, unit: y}\nteam:\n  name: credit\n  members:\n    - {username: ada, role: engineer}\n    - {username: bo, name: Bo, role: data owner}\n`);
    expect(contract).toMatchObject({ name: "Loans", version: "1.2.0", owner: "Bo", source: "/c/contract.yaml" });
    expect(contract.rules.slice(-2)).toMatchObject([{ dimension: "freshness", column: "ts", withinSeconds: 14_400 }, { dimension: "completeness", column: null, bucketSeconds: 86_400 }]);
    expect(contract.notRead).toEqual([{ place: "/c/contract.yaml:15:5", why: "the service level retention is about the service, not about rows" }]);
    expect(read(`${property("required: true")}team: [{username: eve, dateOut: 2020-01-01}, {username: kim}]\n`).owner).toBe("kim");
  });

  it("a key of several columns", () => {
    expect(last(`${head}schema:\n  - name: loans\n    properties:\n      - {name: b, primaryKey: true, primaryKeyPosition: 2}\n      - {name: a, primaryKey: true, primaryKeyPosition: 1}\n`)).toMatchObject({ dimension: "uniqueness", column: null, columns: ["a", "b"] });
  });
});

test.each<[string, string, RegExp]>([
  ["a text", "quality: [{type: text, description: Verified by the bank.}]", /for people to read: Verified/],
  ["another engine", "quality: [{type: custom, engine: soda, implementation: x}]", /written for soda/],
  ["any other SQL", "quality: [{type: sql, query: 'SELECT avg(x) FROM {object}', mustBeLessThan: 5}]", /SQL of a contract is not run/],
  ["SQL with a query inside", "quality: [{type: sql, query: 'SELECT COUNT(*) FROM {object} WHERE x IN (SELECT 1)', mustBe: 0}]", /SQL of a contract is not run/],
  ["SQL over another table", "quality: [{type: sql, query: 'SELECT COUNT(*) FROM secrets WHERE x = 1', mustBe: 0}]", /SQL of a contract is not run/],
  ["a format nobody asks", "logicalType: date\nlogicalTypeOptions: {format: yyyy-MM-dd}", /format yyyy-MM-dd of a date/],
  ["relations", "relationships: [{to: a.b}]", /not looked up/],
  ["a metric without what it needs", "quality: [{metric: invalidValues, mustBe: 0}]", /there are none/],
  ["another word for severity", "quality: [{metric: nullValues, mustBe: 0, severity: P1}]", /severity P1/],
])("what cannot be asked is told with its place, not dropped: %s", (_, lines, why) => {
  const { notRead } = read(property(lines));
  expect(notRead).toHaveLength(1);
  expect(notRead[0]?.why).toMatch(why);
  expect(notRead[0]?.place).toMatch(/^\/c\/contract\.yaml:1[1-9]:\d+$/);
});

test("version 3.0 is read and said to be", () => {
  expect(read(property("required: true").replace("v3.1.0", "v3.0.2")).notRead).toEqual([{ place: "/c/contract.yaml:1:13", why: "version v3.0.2 of the standard is read as v3.1.0 would be" }]);
});

describe("a mistake is LS232 with its line and column", () => {
  test.each<[string, string, string, RegExp]>([
    ["no YAML", `${head}schema: [`, "", /bracket|list/],
    ["a key that stands twice", `${head}id: again\n`, ":7:1", /id stands twice/],
    ["another kind", head.replace("DataContract", "DataProduct"), ":2:7", /DataProduct/],
    ["another version", head.replace("v3.1.0", "v2.2.2"), ":1:13", /v2\.2\.2/],
    ["nothing to ask", head, "", /asks nothing/],
    ["a key that is missing", property("required: true").replace("status: active\n", ""), ":1:1", /status is missing/],
    ["an unknown key", property("requierd: true"), ":11:9", /requierd/],
    ["an unknown type", property("logicalType: strin"), ":11:22", /strin is no logical type/],
    ["an option of another type", property("logicalType: string\nlogicalTypeOptions: {minimum: 3}"), ":12:30", /minimum/],
    ["a bound that is no number", property("logicalType: number\nlogicalTypeOptions: {minimum: low}"), ":12:39", /a number is wanted/],
    ["no operator", property("quality:\n  - metric: nullValues"), ":12:13", /no operator/],
    ["two operators", property("quality: [{metric: nullValues, mustBe: 0, mustNotBe: 1}]"), ":11:19", /one operator/],
    ["bounds the wrong way round", property("quality: [{metric: nullValues, mustBeBetween: [5, 1]}]"), ":11:19", /smaller one first/],
    ["truth in other words", property("required: yes"), ":11:19", /true or false/],
    ["a service level without a length", `${property("required: true")}slaProperties: [{property: latency, value: soon}]\n`, ":12:44", /no length of time/],
    ["two tables", `${head}schema: [{name: a}, {name: b}]\n`, ":7:21", /2 tables: a, b/],
  ])("%s", (_, text, place, message) => {
    let thrown: { code?: string; place?: string; message?: string; todo?: string } = {};
    try { read(text); } catch (cause) { thrown = cause as typeof thrown; }
    expect(thrown).toMatchObject({ code: "LS232" });
    expect(thrown.place).toContain(`/c/contract.yaml${place}`);
    expect(thrown.message).toMatch(message);
    expect(thrown.todo).not.toBe("");
  });
  it("one of several tables is chosen by name", () => {
    expect(read(`${head}schema: [{name: a, properties: [{name: x}]}, {name: b, physicalName: tb, properties: [{name: y}]}]\n`, "tb").rules.map(({ column }) => column)).toEqual(["y"]);
    expect(() => read(`${head}schema: [{name: a}]\n`, "c")).toThrow(/no table c; it has a/);
  });
});

describe("inferred, written, read, asked", () => {
  let engine: Engine;
  beforeAll(async () => { engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 2, temporaryDirectory: join(tmpdir(), "lockstep-contract") }); });
  afterAll(() => engine.close());
  const make = async (name: string, query: string): Promise<PopulationRelation> => {
    await engine.execute(`CREATE TABLE ${name} AS ${query}`);
    const columns = (await engine.describe(`SELECT * FROM ${name}`)).filter(({ name: column }) => column !== "id" && column !== "ts").map(({ name: column, type }) => ({ name: column, column, type, role: "feature" as const, kind: type === "VARCHAR" ? ("category" as const) : ("numeric" as const), origin: "guessed" as const, why: "" }));
    return { name: "Loan log", sql: name, columns, standard: ["id", "ts"], gaps: [] };
  };
  const columns = "'r' || range AS id, TIMESTAMP '2026-10-01' + to_minutes(range) AS ts, range / 3 AS \"in: come\", CASE WHEN range % 2 = 0 THEN 'yes' ELSE '- no' END AS answer, CASE WHEN range > 5 THEN range END AS late, range % 2 = 0 AS flag, 'nan'::DOUBLE AS odd, ('w' || range) AS word";
  const now = { environment: "production", now: "2026-10-02T00:00:00Z", digest: null, sources: [] };

  it("keeps what it was inferred from, and tells what is different", async () => {
    const relation = await make("a", `SELECT ${columns} FROM range(100)`);
    const text = writeOdcs(await inferContract(engine, relation, "a.parquet"), "risk");
    const contract = read(text);
    expect(contract).toMatchObject({ name: "Loan log", owner: "risk", notRead: [] });
    expect(contract.rules.find(({ id }) => id === "in: come range")).toMatchObject({ minimum: 0, maximum: 33, origin: "observed" });
    expect(contract.rules.find(({ id }) => id === "answer category")).toMatchObject({ values: ["- no", "yes"], origin: "observed" });
    expect(contract.rules.filter(({ dimension }) => dimension === "null").map(({ column }) => column)).toEqual(["id", "ts", "in: come", "answer", "flag", "word"]);
    expect(contract.rules.filter(({ dimension }) => dimension === "uniqueness").map(({ column }) => column)).toEqual(["id"]);
    expect((await runQuality(engine, relation, contract, now)).map(({ verdict }) => verdict)).toEqual(contract.rules.map(() => "pass"));
    const other = await make("b", `SELECT ${columns.replace("range / 3", "-range").replace("'yes'", "'maybe'")} FROM range(100)`);
    expect((await runQuality(engine, other, contract, now)).filter(({ verdict }) => verdict !== "pass").map(({ rule, broken }) => [rule.id, broken])).toEqual([["in: come range", 99], ["answer category", 50]]);
  });

  it("writes what the standard's schema asks for", async () => {
    const written = parse(writeOdcs(await inferContract(engine, await make("c", `SELECT ${columns} FROM range(3)`), "c.csv"), null)) as Record<string, never>;
    expect(Object.keys(written)).toEqual(["apiVersion", "kind", "id", "name", "version", "status", "description", "schema"]);
    expect(written).toMatchObject({ apiVersion: "v3.1.0", kind: "DataContract", id: "loan-log", version: "0.1.0" });
    const [object] = written["schema"] as unknown as { properties: { name: string; logicalType?: string; logicalTypeOptions?: object; required: boolean }[] }[];
    const types = ["string", "date", "timestamp", "time", "number", "integer", "object", "array", "boolean"];
    expect(object?.properties.every(({ name, logicalType }) => typeof name === "string" && types.includes(logicalType ?? ""))).toBe(true);
    expect(object?.properties.find(({ name }) => name === "odd")).not.toHaveProperty("logicalTypeOptions");
  });

  it("is read from no rows, and then asks no more than it saw", async () => {
    const contract = read(writeOdcs(await inferContract(engine, await make("d", `SELECT ${columns} FROM range(0)`), "d.csv"), null));
    expect(contract.rules.every(({ dimension }) => ["schema", "type", "rows"].includes(dimension))).toBe(true);
  });

  it("features of a manifest are held against data", async () => {
    const relation = await make("e", `SELECT ${columns} FROM range(100)`);
    const contract = contractOfFeatures([{ name: "in: come", dtype: "int64", minimum: 0, maximum: 32 }, { name: "answer", dtype: "string", nullable: false, categories: ["yes"] }, { name: "late", nullable: false }, { name: "flag", dtype: "bool" }, { name: "gone", dtype: "float64" }], { name: "credit", source: "lockstep.yaml", owner: "ada" });
    const results = await runQuality(engine, relation, contract, now);
    expect(results.filter(({ verdict }) => verdict !== "pass").map(({ rule, verdict, broken }) => [rule.id, verdict, broken])).toEqual([["in: come type", "fail", 66], ["in: come range", "fail", 3], ["answer category", "fail", 50], ["late null", "fail", 6], ["gone schema", "fail", 100], ["gone type", "error", 0]]);
  });
});
