import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDuckDbEngine } from "../../../src/adapters/engines/duckdb/create-duckdb-engine.ts";
import { digestFile } from "../../../src/app/open-source.ts";
import type { Row } from "../../../src/ports/engine.ts";
import { latest, openScene, type Scene } from "./scene.ts";

let scene: Scene;
let worst: readonly string[];
beforeAll(async () => {
  scene = await openScene();
  scene.production.shift = 0.01;
  // More rows than a run keeps of its worst, and more than the golden set has.
  write("more.csv", `id,x,when,note,extra\n${Array.from({ length: 80 }, (_, row) => `m${row},${row}.50,2026-01-0${(row % 9) + 1},"a ""note"", ${row}",e`).join("\n")}\n`);
  expect((await scene.lockstep("check", "--quiet", "--inputs", "more.csv", "--exclude", "note,when,extra")).code).toBe(1);
  // The difference grows with x.
  worst = Array.from({ length: 80 }, (_, row) => `m${79 - row}`);
});
afterAll(() => scene.close());

const path = (name: string): string => join(scene.folder, name);
const write = (name: string, text: string | Buffer): void => writeFileSync(path(name), text);
const read = (name: string): string => readFileSync(path(name), "utf8");
const add = (file: string, count: number, ...more: readonly string[]) => scene.lockstep("golden", "add", "--from", "latest", "--worst", String(count), "--file", file, ...more);

const query = async (sql: string): Promise<readonly Row[]> => {
  const engine = await createDuckDbEngine({ memoryLimitBytes: 2 ** 28, temporaryDirectory: path("tmp") });
  try {
    return await engine.query(sql);
  } finally {
    await engine.close();
  }
};

test("CSV keeps its separator, order, quotes and line ends; a second time changes nothing", async () => {
  write("g.csv", '"note";id;x\r\n"old; one";o1;1.0\r\n"m79";m78;');
  const refused = await add("g.csv", 3);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS223.*a row m78 already, with another note/) });
  expect(read("g.csv")).toBe('"note";id;x\r\n"old; one";o1;1.0\r\n"m79";m78;');
  write("g.csv", '"note";id;x\r\n"old; one";o1;1.0');
  const added = await add("g.csv", 2, "--reason", "seen in production", "--json");
  expect(JSON.parse(added.stdout)).toMatchObject({ added: worst.slice(0, 2), known: [], rows: 3, after: await digestFile(path("g.csv")) });
  expect(read("g.csv")).toBe('"note";id;x\r\n"old; one";o1;1.0\r\n"a ""note"", 79";m79;79.50\r\n"a ""note"", 78";m78;78.50');
  const bytes = read("g.csv");
  expect(await add("g.csv", 2)).toMatchObject({ code: 0, stdout: expect.stringContaining("stays as it is") });
  expect(read("g.csv")).toBe(bytes);
  expect((await scene.lockstep("ledger", "--kind", "golden")).stdout).toMatch(/2 rows added to the golden set g\.csv from run .*: seen in production/);
});

test("more rows than the run keeps come from its recordings, in their order", async () => {
  write("wide.csv", "id,x\no1,1.0\n");
  const { added } = JSON.parse((await add("wide.csv", 25, "--json")).stdout) as { added: string[] };
  // The run keeps ten rows of each output.
  expect(added).toEqual(worst.slice(0, 25));
});

test("JSON lines and packed files are appended to in their own way", async () => {
  write("g.jsonl", '{"id":"o1", "x": 1.0}\n');
  expect((await add("g.jsonl", 1)).code).toBe(0);
  expect(read("g.jsonl")).toBe('{"id":"o1", "x": 1.0}\n{"id":"m79","x":79.5}\n');
  write("g.csv.gz", gzipSync("id,x\no1,1.0\n"));
  expect((await add("g.csv.gz", 1)).code).toBe(0);
  expect(gunzipSync(readFileSync(path("g.csv.gz"))).toString()).toBe("id,x\no1,1.0\nm79,79.50\n");
});

test("Parquet keeps its types, or refuses a value that they cannot hold", async () => {
  await query(`COPY (SELECT 'o1' AS id, 0.1::FLOAT AS x, DATE '2026-01-01' AS "when") TO '${path("g.parquet")}' (FORMAT parquet)`);
  expect((await add("g.parquet", 2)).code).toBe(0);
  expect(await query(`SELECT id, x, "when"::VARCHAR AS day, typeof(x) AS t, typeof("when") AS d FROM read_parquet('${path("g.parquet")}')`)).toEqual([
    { id: "o1", x: expect.closeTo(0.1, 6), day: "2026-01-01", t: "FLOAT", d: "DATE" },
    { id: "m79", x: 79.5, day: "2026-01-08", t: "FLOAT", d: "DATE" },
    { id: "m78", x: 78.5, day: "2026-01-07", t: "FLOAT", d: "DATE" },
  ]);
  await query(`COPY (SELECT 'o1' AS id, 1::TINYINT AS x) TO '${path("whole.parquet")}' (FORMAT parquet)`);
  const before = await digestFile(path("whole.parquet"));
  expect(await add("whole.parquet", 2)).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS223.*value of x in row m79/) });
  expect(await digestFile(path("whole.parquet"))).toBe(before);
});

test("inputs in Parquet reach a golden set in text, value by value", async () => {
  const values = `SELECT 'p' || n AS id, n + 0.5 AS x, CASE WHEN n = 2 THEN NULL WHEN n = 1 THEN '' ELSE 'a "b", é' END AS note, (0.1 + n / 10)::FLOAT AS f, 9007199254740993 + n AS big, n % 2 = 0 AS yes FROM (SELECT unnest(range(40)) AS n)`;
  await query(`COPY (${values}) TO '${path("in.parquet")}' (FORMAT parquet)`);
  expect((await scene.lockstep("check", "--quiet", "--inputs", "in.parquet", "--exclude", "note,f,big,yes")).code).toBe(1);
  write("p.csv", 'id,x,note,f,big,yes\no1,1.5,,0.5,1,true\n');
  write("p.jsonl", '{"id":"o1","x":1.5,"note":"n","f":0.5,"big":1,"yes":true}\n');
  for (const file of ["p.csv", "p.jsonl"]) expect((await add(file, 40)).stdout).toContain("40 rows of run");
  expect(read("p.csv").split("\n").filter((line) => /^p[0-3],/.test(line)).toSorted()).toEqual(['p0,0.5,"a ""b"", é",0.10000000149011612,9007199254740993,true', 'p1,1.5,"",0.20000000298023224,9007199254740994,false', "p2,2.5,,0.30000001192092896,9007199254740995,true", 'p3,3.5,"a ""b"", é",0.4000000059604645,9007199254740996,false']);
  expect(read("p.jsonl")).toContain('{"id":"p2","x":2.5,"note":null,"f":0.30000001192092896,');
  expect(read("p.jsonl")).toContain('"big":9007199254740995,"yes":true}');
  expect((await scene.lockstep("check", "--quiet", "--inputs", "more.csv", "--exclude", "note,when,extra")).code).toBe(1);
});

test("what does not fit is LS223: a missing column, another type, inputs that are others now", async () => {
  write("other.csv", "id,x,y\no1,1,2\n");
  expect(await add("other.csv", 1)).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS223.*no column y/) });
  write("integers.csv", "id,x\no1,1\n");
  write("texts.csv", 'id,x\no1,"a"\n');
  // In a column of texts a number is a text, and the same one the second time.
  expect((await add("texts.csv", 1)).code).toBe(0);
  expect(await add("texts.csv", 1)).toMatchObject({ code: 0, stdout: expect.stringContaining("stays as it is") });
  // One decimal in a column of integers would have all of them sent as decimals.
  expect(await add("integers.csv", 1)).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS223.*column x of the golden set holds BIGINT and would hold DOUBLE/) });
  expect(read("integers.csv")).toBe("id,x\no1,1\n");
  const inputs = read("more.csv");
  write("more.csv", inputs.replace("m0,0.50", "m0,0.51"));
  expect(await add("wide.csv", 1)).toMatchObject({ code: 2, stderr: expect.stringMatching(/LS223.*is not what run .* asked/) });
  write("more.csv", inputs);
});

test("the manifest's own golden set is meant when none is named, and its pin is pointed at", async () => {
  const before = await digestFile(path("golden.csv"));
  write("golden.csv", read("golden.csv"));
  write("lockstep.yaml", read("lockstep.yaml").replace("key: id,", `key: id, digest: "sha256:${before}",`));
  const { stdout, code } = await scene.lockstep("golden", "add", "--from", "latest", "--worst", "1");
  expect(code).toBe(0);
  expect(stdout).toContain(`sha256:${await digestFile(path("golden.csv"))}`);
  expect(stdout).toContain("lockstep.yaml:4 pins the content from before");
  expect(read("golden.csv")).toMatch(/\nm79,79\.50,"a ""note"", 79"\n$/);
  expect(await latest(scene)).toMatchObject({ verdict: "fail" });
  expect((await scene.lockstep("ledger", "verify")).code).toBe(0);
});
