import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Measure } from "../../core/domain/measure.ts";
import type { Engine } from "../../ports/engine.ts";
import { bootstrapMetric, type BootstrapOptions } from "./bootstrap-metric.ts";

let engine: Engine;
const rows = 2000;
beforeAll(async () => {
  engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 2, temporaryDirectory: join(tmpdir(), "lockstep-bootstrap") });
  await engine.execute(`CREATE TABLE made AS SELECT i::VARCHAR AS id, (hash(i) % 1000003) / 1000003.0 AS x, ((hash(i + 77) % 7) + 1)::DOUBLE AS d, (hash(i + 5) % 10)::INTEGER AS c, (i // 4)::VARCHAR AS person FROM range(${rows}) AS t(i)`);
});
afterAll(() => engine.close());

const measure = (aggregate: string, where?: string): Measure => ({ id: "m", shape: "value", metric: { name: "sql", sql: aggregate }, sql: { aggregate: `(${aggregate})::DOUBLE`, ...(where === undefined ? {} : { where }) }, labelled: false, edges: null });
const boot = (aggregate: string, options: Partial<BootstrapOptions> = {}, over: { sql?: string; standard?: "id"[]; where?: string } = {}) =>
  bootstrapMetric(engine, { sql: over.sql ?? "made", standard: over.standard ?? ["id"] }, measure(aggregate, over.where), { seed: 1, where: null, ...options });
const near = (value: number, tolerance: number): void => { expect(Math.abs(value - 1), `${value}`).toBeLessThan(tolerance); };
const one = async (sql: string): Promise<number> => Number((await engine.query(`SELECT (${sql})::DOUBLE AS v FROM made`))[0]?.["v"]);

describe("the Poisson bootstrap in the engine", () => {
  test("a mean and a ratio of sums have the standard errors of their formulas", async () => {
    const mean = await boot("avg(x)", { replicates: 400 });
    expect(mean?.estimate).toBeCloseTo(await one("avg(x)"), 12);
    expect(mean?.rows).toBe(rows);
    near((mean?.standardError ?? 0) / ((await one("stddev_samp(x)")) / Math.sqrt(rows)), 0.12);
    const delta = Math.sqrt(await one("sum((x * d - (SELECT sum(x * d) / sum(d) FROM made) * d) ^ 2)")) / (await one("sum(d)"));
    near(((await boot("sum(x * d) / sum(d)", { replicates: 400 }))?.standardError ?? 0) / delta, 0.12);
  });

  test("a median, which no weight could tell, and a total, whose number of rows varies too", async () => {
    // The median of n uniforms varies by 1 / (2 sqrt n).
    near(((await boot("median(x)", { replicates: 400 }))?.standardError ?? 0) * 2 * Math.sqrt(rows), 0.2);
    near(((await boot("sum(x)", { replicates: 400 }))?.standardError ?? 0) / Math.sqrt(await one("sum(x * x)")), 0.12);
  });

  test("the same seed gives the same number, another seed another; the order of the rows does not matter", async () => {
    const first = await boot("avg(x)");
    expect(await boot("avg(x)", {}, { sql: "(SELECT * FROM made ORDER BY x)" })).toMatchObject({ standardError: expect.closeTo(first?.standardError ?? 0, 12) as number });
    expect((await boot("avg(x)", { seed: 2 }))?.standardError).not.toBeCloseTo(first?.standardError ?? 0, 8);
    expect(first?.method).toBe("Poisson bootstrap, 200 replicates");
  });

  test("rows of one id stay together", async () => {
    // Four rows of a person are alike, so that the error is twice that of rows.
    const alike = "(SELECT person AS id, first_value(x) OVER (PARTITION BY person ORDER BY id) AS x FROM made)";
    const [together, apart] = [await boot("avg(x)", { replicates: 400 }, { sql: alike }), await boot("avg(x)", { replicates: 400 }, { sql: alike, standard: [] })];
    expect((together?.standardError ?? 0) / (apart?.standardError ?? 1)).toBeGreaterThan(1.8);
  });

  test("only the rows that are meant", async () => {
    const some = await boot("avg(x)", { where: "c < 5" }, { where: "d > 2" });
    expect(some?.estimate).toBeCloseTo(await one("(SELECT avg(x) FROM made WHERE c < 5 AND d > 2)"), 12);
    expect(await boot("avg(x)", { where: "c > 99" })).toBeNull();
  });

  test("of a large source a share is resampled, and the error is that of the whole", async () => {
    const [all, share] = [await boot("avg(x)", { replicates: 400 }), await boot("avg(x)", { replicates: 400, mostRows: 500 })];
    expect(share?.estimate).toBe(all?.estimate);
    near((share?.standardError ?? 0) / (all?.standardError ?? 1), 0.2);
    expect(share?.method).toMatch(/400 replicates of [\d,]+ rows, scaled to 2,000/);
    expect(await boot("sum(x)", { mostRows: 500 }), "a total of a share is no total").toBeNull();
  });

  test.each(["max(x)", "count(DISTINCT id)", "count(DISTINCT c)", "avg(x) / 0 * 0"])("%s cannot be told by resampling", async (aggregate) => { expect(await boot(aggregate)).toBeNull(); });
});
