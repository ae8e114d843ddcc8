import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDuckDbEngine } from "../adapters/engines/duckdb/create-duckdb-engine.ts";
import type { Engine, Row } from "../ports/engine.ts";
import { sourceConformance } from "../ports/source.conformance.ts";
import { openSource } from "./open-source.ts";

let engine: Engine;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-sources-"));
  engine = await createDuckDbEngine({ memoryLimitBytes: 512 * 2 ** 20, threads: 2, temporaryDirectory: join(folder, "spill") });
});

afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const read = async (path: string): Promise<{ types: Record<string, string>; rows: readonly Row[] }> => {
  const source = await openSource(engine, path);
  const rows = await engine.query(`SELECT * FROM ${source.sql} ORDER BY ${source.position}`);
  expect(source.rows).toBe(rows.length);
  expect(source.digest).toBe(createHash("sha256").update(readFileSync(path)).digest("hex"));
  return { types: Object.fromEntries(source.columns.map((column) => [column.name, column.type])), rows };
};

const failure = async (path: string): Promise<unknown> => openSource(engine, path).then(() => "opened", (error: unknown) => error);

const conforming: Readonly<Record<string, (name: string) => Promise<string>>> = {
  csv: async (name) => write(`${name}.csv`, 'id,score,label\n9007199254740993,0.1,a\n1,,""\n2,0.30000000000000004,NA\n'),
  "json-lines": async (name) => write(`${name}.jsonl`, '{"id":9007199254740993,"score":0.1,"label":"a"}\n{"id":1,"score":null,"label":""}\n{"id":2,"score":0.30000000000000004,"label":"NA"}\n'),
  parquet: async (name) => {
    const path = join(folder, `${name}.parquet`);
    await engine.execute(`COPY (SELECT * FROM (VALUES (9007199254740993, 0.1::DOUBLE, 'a'), (1, NULL, ''), (2, 0.30000000000000004::DOUBLE, 'NA')) AS t(id, score, label)) TO '${path}' (FORMAT parquet)`);
    return path;
  },
};

describe.each(Object.keys(conforming))("the %s source", (format) => {
  for (const { name, run } of sourceConformance) {
    it(name, async () => {
      const path = await conforming[format]?.("conformance");
      const source = await openSource(engine, path ?? "");
      expect(source.format).toBe(format);
      await run(engine, source);
    });
  }
});

describe("CSV", () => {
  it("keeps numbers as they were written", async () => {
    const { types, rows } = await read(write("numbers.csv", "id,big,huge,u64,score,flag,zip,day\n1,9007199254740993,18446744073709551616,18446744073709551615,0.1,true,01234,2020-01-01\n2,-1,2,2,NaN,FALSE,1,2020-01-02\n3,0,3,3,-Infinity,true,2,\n4,1,4,4,1e-400,true,3,\n"));
    expect(types).toEqual({ id: "BIGINT", big: "BIGINT", huge: "VARCHAR", u64: "UBIGINT", score: "DOUBLE", flag: "BOOLEAN", zip: "VARCHAR", day: "VARCHAR" });
    expect(rows[0]).toMatchObject({ big: 9007199254740993n, huge: "18446744073709551616", u64: 18446744073709551615n, score: 0.1, zip: "01234" });
    expect(rows[1]).toMatchObject({ score: Number.NaN, flag: false });
    expect(rows[2]).toMatchObject({ score: Number.NEGATIVE_INFINITY, day: null });
  });

  it("rounds doubles correctly", async () => {
    const texts = ["2.2250738585072011e-308", "9007199254740992.9999999999", "0.500000000000000166533453693773481063544750213623046875", "1.7976931348623157e308", "5e-324", "-0.0", "123456789012345678901234567890.5"];
    const { rows } = await read(write("doubles.csv", `x\n${texts.join("\n")}\n`));
    for (const [index, text] of texts.entries()) expect(rows[index]?.["x"]).toBe(Number(text));
  });

  it("reads what overflows as infinite and what underflows as 0", async () => {
    expect((await read(write("range.csv", "x\n1e400\n-1e400\n1e-400\n"))).rows.map((row) => row["x"])).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0]);
  });

  it("takes only an empty field for null", async () => {
    const { types, rows } = await read(write("nulls.csv", 'a,b\nNA,""\nnull,x\n,\n'));
    expect(types).toEqual({ a: "VARCHAR", b: "VARCHAR" });
    expect(rows).toEqual([{ a: "NA", b: "" }, { a: "null", b: "x" }, { a: null, b: null }]);
  });

  it("says LS209 when numbers stand beside a word for missing", async () => {
    expect(await failure(write("na.csv", "id,score\n1,0.5\n2,NA\n"))).toMatchObject({ code: "LS209", message: 'Column "score" holds numbers (first in row 1) and the text "NA" (first in row 2)' });
  });

  it("types a column by all rows, not by the first", async () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => (index === 29_999 ? "0.5" : String(index)));
    expect((await read(write("late.csv", `x\n${lines.join("\n")}\n`))).types).toEqual({ x: "DOUBLE" });
  });

  it("reads other separators, packed files, quotes, CRLF and odd names", async () => {
    expect((await read(write("semi.csv", "a;b\r\n1;\"x;y\"\r\n"))).rows).toEqual([{ a: 1n, b: "x;y" }]);
    expect((await read(write("tab.tsv", "a\tb\n1\t2\n"))).rows).toEqual([{ a: 1n, b: 2n }]);
    expect((await read(write("odd [1]*?'.csv.gz", gzipSync("a b,\"c \"\"d\"\"\"\n1,2\n")))).rows).toEqual([{ "a b": 1n, 'c "d"': 2n }]);
  });

  it("says LS203 for torn rows and other formats, LS202 for no rows", async () => {
    expect(await failure(write("torn.csv", "id,score\n1,2\n3\n"))).toMatchObject({ code: "LS203" });
    expect(await failure(write("more.csv", "id,score\n1,2\n3,4,5\n"))).toMatchObject({ code: "LS203" });
    expect(await failure(write("bin.csv", Uint8Array.from([80, 65, 82, 49, 0, 255, 254, 10, 1, 200, 10])))).toMatchObject({ code: "LS203" });
    expect(await failure(write("bad.csv.gz", "id,score\n1,2\n"))).toMatchObject({ code: "LS203" });
    expect(await failure(write("header.csv", "id,score\n"))).toMatchObject({ code: "LS202" });
    expect(await failure(write("empty.csv", ""))).toMatchObject({ code: "LS202" });
  });
});

describe("JSON lines", () => {
  it("keeps numbers as they were written", async () => {
    const { types, rows } = await read(write("numbers.jsonl", '{"id":9007199254740993,"u":18446744073709551615,"big":18446744073709551616,"s":NaN,"q":"NaN","t":"a, NaN, b"}\n\n{"id":1,"u":1,"big":1,"s":-Infinity,"q":0.5,"t":null}\n{"id":2,"u":2,"big":2,"s":1,"q":1e-3}\n'));
    expect(types).toEqual({ id: "BIGINT", u: "UBIGINT", big: "VARCHAR", s: "DOUBLE", q: "DOUBLE", t: "VARCHAR" });
    expect(rows[0]).toMatchObject({ id: 9007199254740993n, u: 18446744073709551615n, big: "18446744073709551616", s: Number.NaN, q: Number.NaN, t: "a, NaN, b" });
    expect(rows[1]).toMatchObject({ s: Number.NEGATIVE_INFINITY, q: 0.5, t: null });
    expect(rows[2]).toMatchObject({ s: 1, t: null });
  });

  it("reads a quoted NaN among integers as the number, and what overflows as infinite", async () => {
    const { types, rows } = await read(write("quoted.jsonl", '{"a":1,"b":1e400,"c":"NaN"}\n{"a":"NaN","b":0.5,"c":"x"}\n'));
    expect(types).toEqual({ a: "DOUBLE", b: "DOUBLE", c: "VARCHAR" });
    expect(rows).toEqual([{ a: 1, b: Number.POSITIVE_INFINITY, c: "NaN" }, { a: Number.NaN, b: 0.5, c: "x" }]);
  });

  it("keeps nesting", async () => {
    const { types } = await read(write("nested.jsonl.gz", gzipSync('{"id":1,"p":[0.1,1],"d":{"l":"x","a.b":{"c\\"d":true}},"e":[]}\n{"id":2,"p":[],"d":{"l":null}}\n')));
    expect(types).toMatchObject({ p: "DOUBLE[]", e: "VARCHAR[]" });
    expect(types["d"]).toContain("STRUCT(");
    const [row] = await engine.query(`SELECT d."a.b"."c""d" AS deep, p[2] AS second FROM ${(await openSource(engine, join(folder, "nested.jsonl.gz"))).sql} WHERE id = 1`);
    expect(row).toEqual({ deep: true, second: 1 });
  });

  it("says LS209 with the column, both types and their first lines", async () => {
    expect(await failure(write("mixed.jsonl", '{"id":1,"s":0.5}\n{"id":2,"s":"high"}\n'))).toMatchObject({ code: "LS209", message: 'Column "s" holds a number (first in line 1: 0.5) and a text (first in line 2: "high")' });
    expect(await failure(write("mixed2.jsonl", '{"d":{"p":[1]}}\n{"d":{"p":[true]}}\n'))).toMatchObject({ code: "LS209", message: expect.stringContaining('"d.p[]"') as string });
  });

  it("says LS203 with the line for what is torn or no object, LS202 for no rows", async () => {
    expect(await failure(write("torn.jsonl", '{"id":1}\n{"id":2,"s"'))).toMatchObject({ code: "LS203", message: expect.stringContaining("Line 2") as string });
    expect(await failure(write("array.jsonl", '[1]\n'))).toMatchObject({ code: "LS203", message: expect.stringContaining("not an object") as string });
    expect(await failure(write("html.jsonl", '<html>\n'))).toMatchObject({ code: "LS203" });
    expect(await failure(write("blank.jsonl", '\n\n'))).toMatchObject({ code: "LS202" });
  });
});

describe("Parquet", () => {
  it("is read in place with its types", async () => {
    const path = join(folder, "it's [x].parquet");
    await engine.execute(`COPY (SELECT range AS id, 0.1::FLOAT AS f, 'nan'::DOUBLE AS d, [1, 2]::INTEGER[] AS l FROM range(3)) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
    const { types, rows } = await read(path);
    expect(types).toEqual({ id: "BIGINT", f: "FLOAT", d: "DOUBLE", l: "INTEGER[]" });
    expect(rows[2]).toMatchObject({ id: 2n, f: Math.fround(0.1), d: Number.NaN });
  });

  it("says LS203 for what is not Parquet or cut short, LS202 for no rows", async () => {
    const whole = join(folder, "whole.parquet");
    await engine.execute(`COPY (SELECT range AS id FROM range(1000)) TO '${whole}' (FORMAT parquet)`);
    const bytes = readFileSync(whole);
    expect(await failure(write("cut.parquet", bytes.subarray(0, bytes.length - 20)))).toMatchObject({ code: "LS203" });
    expect(await failure(write("text.parquet", "id,score\n1,2\n"))).toMatchObject({ code: "LS203" });
    await engine.execute(`COPY (SELECT range AS id FROM range(0)) TO '${join(folder, "none.parquet")}' (FORMAT parquet)`);
    expect(await failure(join(folder, "none.parquet"))).toMatchObject({ code: "LS202" });
  });
});

describe("any file", () => {
  it("says what is wrong with the path", async () => {
    expect(await failure(join(folder, "absent.csv"))).toMatchObject({ code: "LS201" });
    expect(await failure(folder)).toMatchObject({ code: "LS201" });
    expect(await failure(write("x.xlsx", "a"))).toMatchObject({ code: "LS203" });
  });
});
