import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDuckDbEngine } from "../../adapters/engines/duckdb/create-duckdb-engine.ts";
import { parquetSource } from "../../adapters/sources/parquet/index.ts";
import type { Engine } from "../../ports/engine.ts";
import type { SourceRelation } from "../../ports/source.ts";
import { featureRelation } from "./feature-relation.ts";
import { type InputOptions, readInputs } from "./read-inputs.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-inputs-"));
let engine: Engine;
beforeAll(async () => {
  engine = await createDuckDbEngine({ memoryLimitBytes: 256 * 2 ** 20, threads: 1, temporaryDirectory: folder });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
const parquet = async (query: string): Promise<SourceRelation> => {
  files += 1;
  const path = join(folder, `${files}.parquet`);
  await engine.execute(`COPY (${query}) TO ${engine.dialect.literal(path)} (FORMAT parquet)`);
  return parquetSource.open(engine, path, "abc");
};
const read = async (query: string, options: Partial<InputOptions> = {}): ReturnType<typeof readInputs> =>
  readInputs(engine, await parquet(query), { key: null, label: null, exclude: [], signature: null, ...options });
const people = "SELECT range AS id, range * 1.5 AS x, range % 2 = 0 AS label FROM range(5)";

describe("readInputs", () => {
  it("keeps every kind of value as it is", async () => {
    const { rows, features } = await read(`SELECT
      5::UTINYINT AS small, 9007199254740993::BIGINT AS large, 18446744073709551615::UBIGINT AS larger,
      0.1::FLOAT AS single, '-0'::DOUBLE AS zero, 'nan'::DOUBLE AS nan, '-inf'::DOUBLE AS infinite, 1.10::DECIMAL(9, 2) AS price, 12::DECIMAL(5, 0) AS count,
      true AS yes, 'naïve ''text''' AS text, NULL::DOUBLE AS nothing,
      DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 10:00:00.5' AS local, TIMESTAMPTZ '2024-02-29 10:00:00+02' AS instant, TIME '10:00:01' AS clock,
      [1, NULL, 9007199254740993] AS list, [0.5, 'nan'::DOUBLE, 1.0] AS floats, {'a': 1.0, 'b': ['x'], 'c': 2} AS record, '\\x00\\xFF'::BLOB AS bytes, 'u'::ENUM('u', 'v') AS level`);
    const [row] = rows;
    expect(Object.fromEntries(row ?? [])).toEqual({
      small: 5n, large: 9007199254740993n, larger: 18446744073709551615n,
      single: Math.fround(0.1), zero: -0, nan: Number.NaN, infinite: Number.NEGATIVE_INFINITY, price: 1.1, count: 12n,
      yes: true, text: "naïve 'text'", nothing: null,
      day: "2024-02-29", local: "2024-02-29T10:00:00.5", instant: "2024-02-29T08:00:00Z", clock: "10:00:01",
      list: [1n, null, 9007199254740993n], floats: [0.5, Number.NaN, 1], record: { a: 1, b: ["x"], c: 2n }, bytes: "AP8=", level: "u",
    });
    expect([...(row?.keys() ?? [])]).toEqual(features);
  });

  it("keeps integers of 128 bits, which Parquet has not", async () => {
    const source: SourceRelation = { sql: "(SELECT 170141183460469231731687303715884105727::HUGEINT AS huge, 0 AS place)", position: "place", format: "csv", columns: [{ name: "huge", type: "HUGEINT" }], rows: 1, digest: "abc" };
    const { rows } = await readInputs(engine, source, { key: null, label: null, exclude: [], signature: null });
    expect(rows[0]?.get("huge")).toBe(2n ** 127n - 1n);
  });

  it("holds back key and label, unless a model wants them, and what it is told to", async () => {
    const inputs = await read(people, { key: "id", label: "label" });
    expect(inputs).toMatchObject({ keys: ["0", "1", "2", "3", "4"], keyColumn: "id", keyOrigin: "agreed", features: ["x"], heldBack: ["id", "label"], label: "label", digest: "abc", synthetic: false });
    expect([...(inputs.rows[2] ?? [])]).toEqual([["x", 3]]);
    expect((await read(people, { key: "id", label: "label", signature: ["id", "x"] })).features).toEqual(["id", "x"]);
    expect((await read(people, { key: "id", label: "label", exclude: ["id"], signature: ["id", "x"] })).features).toEqual(["x"]);
  });

  it("takes the row's number for the key when there is none, and says so", async () => {
    const inputs = await read(people);
    expect(inputs).toMatchObject({ keys: ["0", "1", "2", "3", "4"], keyColumn: null, keyOrigin: "guessed", features: ["id", "x", "label"] });
    expect(inputs.keyNote).toContain("number");
  });

  it("reads in the order of the file", async () => {
    const { rows } = await read("SELECT (range * 7919) % 100000 AS x FROM range(100000)");
    expect(rows.every((row, index) => row.get("x") === BigInt((index * 7919) % 100000))).toBe(true);
  });

  it("refuses keys that do not identify, and columns that are not there", async () => {
    await expect(read("SELECT x // 2 AS id, x FROM range(5) t(x)", { key: "id" })).rejects.toMatchObject({ code: "LS205", message: "The key id is not unique: 0 in rows 0 and 1, 1 in rows 2 and 3 (rows from 0)." });
    await expect(read("SELECT nullif(x, 3) AS id, x FROM range(5) t(x)", { key: "id" })).rejects.toMatchObject({ code: "LS211", message: "The key id is null in 1 of 5 rows, first in row 3 (from 0)." });
    await expect(read(people, { key: "Id" })).rejects.toMatchObject({ code: "LS207", place: "--key" });
    await expect(read(people, { exclude: ["y"] })).rejects.toMatchObject({ code: "LS207", place: "--exclude" });
    await expect(read(people, { key: "id", exclude: ["x", "label"] })).rejects.toMatchObject({ code: "LS210" });
  });

  it("stands beside the predictions as a relation, under the same keys", async () => {
    const source = await parquet("SELECT range + 10 AS id, [range] AS list, DATE '2024-01-01' + range::INTEGER AS day FROM range(3)");
    const keyed = featureRelation(engine, source, { keyColumn: "id" });
    expect(keyed.features.map(({ name, dtype }) => `${name} ${dtype}`)).toEqual(["id int64", "list json", "day string"]);
    expect(await engine.query(`SELECT * FROM ${keyed.sql} ORDER BY key`)).toEqual([
      { key: "10", feature_0: 10n, feature_1: "[0]", feature_2: "2024-01-01" }, { key: "11", feature_0: 11n, feature_1: "[1]", feature_2: "2024-01-02" }, { key: "12", feature_0: 12n, feature_1: "[2]", feature_2: "2024-01-03" },
    ]);
    const numbered = featureRelation(engine, source, { keyColumn: null });
    expect((await engine.query(`SELECT key FROM ${numbered.sql} ORDER BY key`)).map((row) => row["key"])).toEqual(["0", "1", "2"]);
  });
});
