import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { PopulationRelation, StandardColumn } from "../../core/domain/population.ts";
import { QualityRule, type QualityResult } from "../../core/domain/quality.ts";
import type { Engine } from "../../ports/engine.ts";
import { qualityFindings } from "./quality-findings.ts";
import { runQuality } from "./run-quality.ts";

let engine: Engine;
beforeAll(async () => { engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 2, temporaryDirectory: join(tmpdir(), "lockstep-quality") }); });
afterAll(() => engine.close());

let made = 0;
const standardNames = new Set(["id", "ts", "label_ts", "source_ref"]);
/** A relation of what a query gives, as opening a log would give it. */
const relationOf = async (query: string): Promise<PopulationRelation> => {
  made += 1;
  await engine.execute(`CREATE TABLE q${made} AS ${query}`);
  const all = await engine.describe(`SELECT * FROM q${made}`);
  const columns = all.filter(({ name }) => !standardNames.has(name)).map(({ name, type }) => ({ name, column: name, type, role: "feature" as const, kind: "numeric" as const, origin: "agreed" as const, why: "" }));
  return { name: "production", sql: `q${made}`, columns, standard: all.map(({ name }) => name).filter((name) => standardNames.has(name)) as StandardColumn[], gaps: [] };
};
/** 100 rows, one a minute from 2026-10-01; row 60 and those behind it have `bad`, the others `good`. */
const log = (good: string, bad: string, name = "x"): Promise<PopulationRelation> =>
  relationOf(`SELECT 'r' || range AS id, TIMESTAMP '2026-10-01' + to_minutes(range) AS ts, CASE WHEN range >= 60 AND range < 67 THEN ${bad} ELSE ${good} END AS "${name.replaceAll('"', '""')}" FROM range(100)`);
const rule = (over: Partial<QualityRule> & Pick<QualityRule, "dimension">): QualityRule => QualityRule.parse({ id: over.id ?? over.dimension, column: "x", statement: "x is as agreed", ...over });
const ask = (relation: PopulationRelation, rules: readonly QualityRule[], over: Partial<Parameters<typeof runQuality>[3]> = {}): Promise<QualityResult[]> =>
  runQuality(engine, relation, { name: "loans", version: "1", source: "c.yaml", owner: "risk team", rules: [...rules], notRead: [] }, { environment: "production", now: "2026-10-01T02:00:00Z", digest: "sha256:aa", sources: ["log.parquet"], ...over });
const one = async (relation: PopulationRelation, asked: QualityRule, over: Partial<Parameters<typeof runQuality>[3]> = {}): Promise<QualityResult> => (await ask(relation, [asked], over))[0] as QualityResult;

describe("what is broken on purpose is named with its rows, since when and whose", () => {
  test.each<[string, string, string, Partial<QualityRule> & Pick<QualityRule, "dimension">]>([
    ["a range", "50.0", "-1.0", { dimension: "range", minimum: 0, maximum: 100 }],
    ["a range of numbers that NaN lies in", "50.0", "'nan'::DOUBLE", { dimension: "range", minimum: 0 }],
    ["an excluded bound", "50.0", "0.0", { dimension: "range", minimum: 0, exclusiveMinimum: true }],
    ["a range of times", "TIMESTAMP '2026-01-02'", "TIMESTAMP '2020-01-01'", { dimension: "range", minimum: "2026-01-01" }],
    ["a length", "'abc'", "'abcdef'", { dimension: "range", maximum: 5, measure: "length" }],
    ["a category", "'a'", "'z'", { dimension: "category", values: ["a", "b"] }],
    ["a category of numbers", "1.0", "3.0", { dimension: "category", values: ["1", "2"] }],
    ["a pattern", "'AB12'", "'12AB'", { dimension: "pattern", pattern: "^[A-Z]{2}[0-9]+$" }],
    ["a null", "1", "NULL", { dimension: "null" }],
    ["a NaN where there must be a value", "1.0::DOUBLE", "'nan'::DOUBLE", { dimension: "null" }],
    ["a text that says missing", "'x'", "'N/A'", { dimension: "completeness", values: ["N/A", ""] }],
    ["texts among numbers", "'17'", "'seventeen'", { dimension: "type", type: "number" }],
    ["fractions among whole numbers", "1.0", "1.5", { dimension: "type", type: "integer" }],
    ["numbers too large for their type", "1", "300", { dimension: "type", type: "int8" }],
    ["a condition between columns", "1", "-5", { dimension: "consistency", column: null, condition: "x > 0 AND length(id) > 0" }],
    ["a repeated value", "range", "0", { dimension: "uniqueness" }],
  ])("%s", async (_, good, bad, over) => {
    const result = await one(await log(good, bad), rule(over));
    expect(result).toMatchObject({ verdict: "fail", rows: 100, broken: 7, since: "2026-10-01T01:00:00.000Z" });
    expect(result.examples.map(({ row }) => row)).toEqual(["r60", "r61", "r62", "r63", "r64"]);
    const [finding] = qualityFindings([result]);
    expect(finding).toMatchObject({ check: `quality.${over.dimension}`, verdict: "fail", mode: "enforce", severity: "high", subject: { kind: "quality" }, estimate: 0.07, n: 100 });
    expect(finding?.statement).toMatch(/7 rows of 100 .*since 2026-10-01T01:00:00.000Z.*r60.*risk team/);
    expect(finding?.action).toContain("risk team");
  });

  it("tells a late label from one that came before its prediction, and both from one in time", async () => {
    const relation = await relationOf("SELECT 'r' || range AS id, TIMESTAMP '2026-10-01' + to_minutes(range) AS ts, TIMESTAMP '2026-10-01' + to_minutes(range) + to_hours(CASE range WHEN 3 THEN 30 WHEN 5 THEN -1 ELSE 2 END) AS label_ts FROM range(10)");
    const result = await one(relation, rule({ dimension: "timeliness", column: null, withinSeconds: 86_400 }));
    expect(result).toMatchObject({ verdict: "fail", broken: 2, since: "2026-10-01T00:03:00.000Z", examples: [{ row: "r3", value: "108000.0 s" }, { row: "r5", value: "-3600.0 s" }] });
  });

  it("finds repeats over several columns, and no repeat in rows where one of them is missing", async () => {
    const relation = await relationOf("SELECT * FROM (VALUES ('a', 1, 1), ('b', 1, 2), ('c', 1, 1), ('d', NULL, 1), ('e', NULL, 1)) AS t(id, x, y)");
    expect(await one(relation, rule({ dimension: "uniqueness", column: null, columns: ["x", "y"] }))).toMatchObject({ verdict: "fail", broken: 1, since: null, examples: [{ row: "c", value: "1, 1" }] });
    expect(await one(relation, rule({ dimension: "uniqueness", column: "id" }))).toMatchObject({ verdict: "pass", broken: 0 });
  });
});

describe("rules about the whole", () => {
  it("schema: what is missing and what is too much", async () => {
    const results = await ask(await log("1", "2"), [rule({ dimension: "schema", id: "has y", column: "y" }), rule({ dimension: "schema", id: "has x" }), rule({ dimension: "schema", id: "only y", column: null, columns: ["y"] })]);
    expect(results.map(({ verdict }) => verdict)).toEqual(["fail", "pass", "fail"]);
    expect(results[0]?.reason).toContain("no column y");
    expect(results[2]?.reason).toContain("not in the contract: x");
  });

  it("rows, freshness, provenance", async () => {
    const relation = await log("1", "2");
    const between = { unit: "rows" as const, low: 100, lowIncluded: true, high: 120, highIncluded: true, outside: false };
    const results = await ask(relation, [
      rule({ dimension: "rows", id: "few", column: null, minimum: 101 }), rule({ dimension: "rows", id: "between", column: null, allowed: between }), rule({ dimension: "rows", id: "outside", column: null, allowed: { ...between, outside: true } }),
      rule({ dimension: "freshness", id: "fresh", column: null, withinSeconds: 1260 }), rule({ dimension: "freshness", id: "stale", column: null, withinSeconds: 1200 }),
      rule({ dimension: "provenance", id: "known", column: null, digests: ["aa"] }), rule({ dimension: "provenance", id: "unknown", column: null, digests: ["sha256:bb", "other.parquet"] }),
    ]);
    expect(results.map(({ rule: { id }, verdict }) => [id, verdict])).toEqual([["few", "fail"], ["between", "pass"], ["outside", "fail"], ["fresh", "pass"], ["stale", "fail"], ["known", "pass"], ["unknown", "fail"]]);
    expect(results[4]).toMatchObject({ since: "2026-10-01T01:39:00.000Z" });
    expect(await one(relation, rule({ dimension: "freshness", column: null, withinSeconds: 60 }), { now: "2026-09-01T00:00:00Z" })).toMatchObject({ verdict: "inconclusive" });
  });

  it("completeness: keys that no row has, and hours without a row", async () => {
    const relation = await relationOf("SELECT range::VARCHAR AS id, TIMESTAMP '2026-10-01' + to_hours(CASE WHEN range < 5 THEN range ELSE range + 3 END) AS ts, 'k' || range AS x FROM range(10)");
    const [keys, hours] = await ask(relation, [rule({ dimension: "completeness", id: "k", keys: ["k1", "k2", "gone"] }), rule({ dimension: "completeness", id: "h", column: null, bucketSeconds: 3600 })]);
    expect(keys).toMatchObject({ verdict: "fail", broken: 1, reason: expect.stringContaining("gone") });
    expect(hours).toMatchObject({ verdict: "fail", broken: 3, since: "2026-10-01T05:00:00.000Z" });
  });
});

describe("no evidence is no pass", () => {
  const every: readonly QualityRule[] = [
    rule({ dimension: "range", minimum: 0 }), rule({ dimension: "category", values: ["1"] }), rule({ dimension: "type", type: "integer" }), rule({ dimension: "uniqueness" }), rule({ dimension: "pattern", pattern: "." }),
  ];
  it("no rows", async () => {
    const results = await ask(await relationOf("SELECT 1 AS x, 'a' AS id, now()::TIMESTAMP AS ts WHERE FALSE"), [...every, rule({ dimension: "null" }), rule({ dimension: "completeness", id: "k", keys: ["a"] }), rule({ dimension: "freshness", column: null, withinSeconds: 5 }), rule({ dimension: "provenance", digests: ["aa"] }), rule({ dimension: "schema" })]);
    expect(results.map(({ verdict }) => verdict)).toEqual(results.map(() => "inconclusive"));
    expect(await one(await relationOf("SELECT 1 AS x WHERE FALSE"), rule({ dimension: "rows", minimum: 1 }))).toMatchObject({ verdict: "fail" });
  });
  it("no value at all", async () => {
    const results = await ask(await relationOf("SELECT NULL::INTEGER AS x FROM range(5)"), [...every, rule({ dimension: "null" })]);
    expect(results.map(({ verdict }) => verdict)).toEqual(["inconclusive", "inconclusive", "inconclusive", "inconclusive", "inconclusive", "fail"]);
  });
  it("one row, and a constant, are held against their rules", async () => {
    expect((await ask(await relationOf("SELECT 1 AS x"), every)).map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass", "pass", "pass"]);
    expect((await ask(await relationOf("SELECT 1 AS x FROM range(50)"), every)).map(({ verdict }) => verdict)).toEqual(["pass", "pass", "pass", "fail", "pass"]);
  });
});

describe("a rule that cannot be asked is an error, and the others are asked all the same", () => {
  test.each<[string, Partial<QualityRule> & Pick<QualityRule, "dimension">]>([
    ["no such column", { dimension: "range", column: "income", minimum: 0 }], ["no bound", { dimension: "range" }], ["no type", { dimension: "type", type: "whatever" }], ["a bound that is no time", { dimension: "range", column: "ts", minimum: "soon" }],
    ["a pattern the engine does not know", { dimension: "pattern", pattern: "(?=x)" }], ["no label time", { dimension: "timeliness", column: null, withinSeconds: 1 }], ["a column of several that is missing", { dimension: "uniqueness", column: null, columns: ["x", "nope"] }],
    ["a condition that fails on a row", { dimension: "consistency", column: null, condition: "CAST(id AS INTEGER) > 0" }],
  ])("%s", async (_, over) => {
    const [bad, good] = await ask(await log("1", "2"), [rule({ ...over, id: "bad" }), rule({ dimension: "null", id: "good" })]);
    expect(bad).toMatchObject({ verdict: "error", broken: 0 });
    expect(good?.verdict).toBe("pass");
    expect(qualityFindings([bad as QualityResult])[0]?.verdict).toBe("error");
  });
  it("two rules with one id are not taken for one another", async () => {
    expect((await ask(await log("1", "2"), [rule({ dimension: "null", id: "same" }), rule({ dimension: "range", minimum: 5, id: "same" })])).map(({ verdict }) => verdict)).toEqual(["pass", "error"]);
  });
});

describe("a condition is an expression and nothing else", () => {
  test.each([
    "1 = 1); DROP TABLE q1; SELECT (1 = 1", "x IN (SELECT 1)", "EXISTS (SELECT 1)", "x > 0 -- all", "x > 0 /* all */", "read_text('/etc/passwd') IS NOT NULL", "'/etc/passwd'.read_text() IS NOT NULL", "(FROM read_csv('/etc/passwd'))", "getenv('HOME') = ''",
    "x > (WITH a AS (FROM q1) SELECT 1)", "x > 0; SELECT 1", "$1 = x", "x", "1 + 1", "", "count(*) > 0", "row_number() OVER () > 1", "(x > 0", "x > 0)", "q1.x > 0", "\"read_text\"('/etc/passwd') IS NOT NULL", "x > 'a' || current_setting('home_directory')", "E'\\'' = x", "{'a': x} IS NOT NULL",
  ])("%s is refused", async (condition) => {
    expect(await one(await log("1", "2"), rule({ dimension: "consistency", column: null, condition }))).toMatchObject({ verdict: "error" });
    await expect(engine.query("SELECT 1 AS one FROM q1")).resolves.not.toHaveLength(0);
  });
  test.each(["x BETWEEN 1 AND 2", "X >= 1 AND (id LIKE 'r%' OR x IS NULL)", "CASE WHEN x = 1 THEN TRUE ELSE x = 2 END", "coalesce(x, 0) IN (1, 2, 3)", "x <> 5 AND 'it''s; -- fine' <> id"])("%s is asked", async (condition) => {
    expect(await one(await log("1", "2"), rule({ dimension: "consistency", column: null, condition }))).toMatchObject({ verdict: "pass" });
  });
  it("is not held against rows of which it cannot tell", async () => {
    expect(await one(await log("1", "NULL"), rule({ dimension: "consistency", column: null, condition: "x > 0" }))).toMatchObject({ verdict: "pass", reason: expect.stringContaining("of 93") });
  });
});

describe("columns as they come", () => {
  test.each(["a b", 'say "hi"', "größe_λ", "select", "x'); DROP TABLE q1; --", "f[1]", "b0"])("the name %s", async (name) => {
    const relation = await log("1", "-1", name);
    const results = await ask(relation, [rule({ dimension: "range", minimum: 0, column: name }), rule({ dimension: "uniqueness", column: name }), rule({ dimension: "category", column: name, values: ["1"] }), rule({ dimension: "consistency", column: null, condition: `"${name.replaceAll('"', '""')}" > 0` })]);
    expect(results.map(({ broken }) => broken)).toEqual([7, 98, 7, 7]);
  });

  it("never shows a value of a private column, whichever rule breaks", async () => {
    const secret = "'s3cret'";
    const results = await ask(await log("'ok'", secret), [
      rule({ dimension: "category", values: ["ok"], private: true, id: "p" }), rule({ dimension: "pattern", pattern: "^ok$" }), rule({ dimension: "uniqueness" }), rule({ dimension: "consistency", column: null, condition: "x = 'ok'" }),
      rule({ dimension: "completeness", keys: ["s3cret2"], id: "keys" }), rule({ dimension: "range", column: "id", maximum: 0, measure: "length", private: true, id: "id" }),
    ]);
    expect(results.every(({ verdict }) => verdict === "fail")).toBe(true);
    expect(JSON.stringify(results.map((result) => ({ ...result, rule: null }))) + JSON.stringify(qualityFindings(results))).not.toContain("s3cret");
    expect(results[0]?.examples[0]).toEqual({ row: "row 61", value: null });
  });

  it("keeps a private column private under its other name too, and where a condition reads more than its rule lists", async () => {
    const relation = await log("'ok'", "'s3cret'");
    const renamed = { ...relation, columns: relation.columns.map((column) => ({ ...column, name: "pass word" })) };
    const results = await ask(renamed, [
      rule({ dimension: "null", column: "pass word", private: true }), rule({ dimension: "pattern", pattern: "^ok$" }), rule({ dimension: "consistency", column: null, columns: ["id"], condition: "length(id) > 0 AND \"pass word\" = 'ok'" }),
    ]);
    expect(results.slice(1).map(({ verdict, examples }) => [verdict, examples[0]?.value])).toEqual([["fail", null], ["fail", null]]);
    expect(JSON.stringify(results.map((result) => ({ ...result, rule: null }))) + JSON.stringify(qualityFindings(results))).not.toContain("s3cret");
  });

  it("a column of the wrong type breaks its rule in every value, and no share of them is forgiven", async () => {
    expect(await one(await log("1", "2"), rule({ dimension: "type", type: "string", maxShare: 1 }))).toMatchObject({ verdict: "fail", broken: 100 });
    expect(await one(await log("'1'", "'2'"), rule({ dimension: "type", type: "number" }))).toMatchObject({ verdict: "fail", broken: 100 });
    expect(await one(await log("'1'::JSON", "'\"2\"'::JSON"), rule({ dimension: "type", type: "number" }))).toMatchObject({ verdict: "fail", broken: 7 });
  });

  it("truth values counted as 0 and 1, and numbers counted as texts, are what the log wrote", async () => {
    const relation = await relationOf("SELECT (range % 2)::INTEGER AS flag, (range % 3)::DOUBLE::VARCHAR AS grade FROM range(9)");
    const logged = { ...relation, columns: relation.columns.map((column) => ({ ...column, type: column.name === "flag" ? "BOOLEAN" : "DOUBLE" })) };
    const results = await ask(logged, [rule({ dimension: "category", column: "flag", values: ["true", "false"] }), rule({ dimension: "type", column: "flag", type: "bool" }), rule({ dimension: "null", column: "grade" }), rule({ dimension: "range", column: "grade", maximum: 1 }), rule({ dimension: "type", column: "grade", id: "g", type: "integer" })]);
    expect(results.map(({ verdict, broken }) => [verdict, broken])).toEqual([["pass", 0], ["pass", 0], ["pass", 0], ["fail", 3], ["pass", 0]]);
  });

  it("10,000 categories, a share that is allowed, and counts of the standard's operators", async () => {
    const relation = await relationOf("SELECT range AS n, 'c' || (range % 10003) AS x FROM range(20006)");
    const values = Array.from({ length: 10_000 }, (_, index) => `c${index}`);
    const allowed = { unit: "percent" as const, low: null, lowIncluded: false, high: 1, highIncluded: false, outside: false };
    const results = await ask(relation, [rule({ dimension: "category", values, id: "a" }), rule({ dimension: "category", values, id: "b", maxShare: 6 / 20006 }), rule({ dimension: "category", values, id: "c", allowed }), rule({ dimension: "category", values, id: "d", allowed: { ...allowed, outside: true } })]);
    expect(results.map(({ verdict, broken }) => [verdict, broken])).toEqual([["fail", 6], ["pass", 6], ["pass", 6], ["fail", 6]]);
    expect(results[0]?.examples[0]).toEqual({ row: "row 10001", value: "c10000" });
  });

  it("500 columns with three rules each", async () => {
    const names = Array.from({ length: 500 }, (_, index) => `f${index}`);
    const relation = await relationOf(`SELECT ${names.map((name, index) => `(range + ${index})::DOUBLE AS ${name}`).join(", ")} FROM range(200)`);
    const results = await ask(relation, names.flatMap((column) => [rule({ dimension: "null", column, id: `${column} null` }), rule({ dimension: "range", column, maximum: 690, id: `${column} range` }), rule({ dimension: "type", column, type: "integer", id: `${column} type` })]));
    expect(results).toHaveLength(1500);
    // The largest value of column i is 199 + i: from the 492nd column on it is too large.
    expect(results.filter(({ verdict }) => verdict === "fail").map(({ rule: { id } }) => id)).toEqual(names.slice(492).map((name) => `${name} range`));
  });
});
