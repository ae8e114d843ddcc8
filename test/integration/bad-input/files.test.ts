import { gzipSync } from "node:zlib";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Arena, csvOf, expectRefusal, linesOf, openArena, runsIn } from "./attack.fixture.ts";

let arena: Arena;
beforeAll(() => {
  arena = openArena();
  arena.file("good.csv", good);
  arena.file("good.jsonl", linesOf((row) => `{"id": ${row}, "score": ${row / 7}}`));
  mkdirSync(join(arena.cwd, "folder.csv"));
});
afterAll(() => arena.close());

const good = csvOf();
const row7 = "\n7,1\n";
const packed = gzipSync(csvOf(undefined, undefined, 5000));

describe("a file that cannot be used: code, place, advice, exit code, and nothing left behind", () => {
  test.concurrent.for([
    ["nowhere.csv", null, 2, "LS201", /nowhere\.csv/, /path/],
    ["folder.csv", null, 2, "LS201", /folder\.csv.*(directory|folder)/, /./],
    ["empty.csv", "", 3, "LS202", /empty\.csv.*0 bytes/, /at least one row/],
    ["header.csv", "id,score\n", 3, "LS202", /header\.csv.*no rows/, /at least one row/],
    ["blank.csv", "\n\n\n", 2, "LS203", /first line of .*blank\.csv is empty/, /header/],
    ["more.csv", good.replace(row7, "\n7,1,5\n"), 2, "LS203", /more\.csv.*Line: 9/s, /as many fields/],
    ["fewer.csv", good.replace(row7, "\n7\n"), 2, "LS203", /fewer\.csv.*Line: 9/s, /as many fields/],
    ["quote.csv", good.replace(row7, '\n7,"1\n'), 2, "LS203", /quote\.csv.*Line: 9/s, /quotes/],
    ["twice.csv", csvOf((row) => `${row},1,2`, "id,score,score"), 2, "LS203", /"score" twice.*line 1/s, /own name/],
    ["utf16.csv", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, "utf16le")]), 2, "LS203", /utf16\.csv.*UTF-16/, /UTF-8/],
    ["latin.csv", Buffer.from(csvOf((row) => `${row},${row},M\u00fcller`, "id,score,name"), "latin1"), 2, "LS203", /latin\.csv/, /UTF-8/],
    ["binary.csv", Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 2_654_435_761) % 251)), 2, "LS203", /binary\.csv/, /./],
    ["plain.csv.gz", good, 2, "LS203", /plain\.csv\.gz.*not.*gzip/i, /./],
    ["torn.csv.gz", packed.subarray(0, packed.length / 2), 2, "LS203", /torn\.csv\.gz.*cut short/i, /./],
    ["torn.jsonl.gz", gzipSync(linesOf((row) => `{"id": ${row}, "score": ${row / 7}}`, 5000)).subarray(0, 9000), 2, "LS203", /torn\.jsonl\.gz.*cut short/i, /./],
    ["damaged.csv.gz", Buffer.concat([packed.subarray(0, packed.length - 8), Buffer.alloc(8)]), 2, "LS203", /damaged\.csv\.gz.*(damaged|cut short)/i, /./],
    ["text.parquet", "this is no Parquet file", 2, "LS203", /text\.parquet/, /./],
    ["torn.jsonl", linesOf((row) => `{"id": ${row}, "score": ${row / 7}}`).slice(0, -9), 2, "LS203", /torn\.jsonl, line 60/, /cut short/],
    ["list.jsonl", "[1,2]\n", 2, "LS203", /list\.jsonl, line 1/, /one JSON object per line/],
    ["html.jsonl", "<!doctype html>\n<title>Sign in</title>\n", 2, "LS203", /html\.jsonl, line 1/, /./],
    ["other.json", "[]", 2, "LS203", /other\.json.*endings/, /JSON lines/],
    ["long.csv", csvOf((row) => `${row === 3 ? "k".repeat(5_000_000) : row},${row}`), 2, "LS203", /long\.csv/, /./],
    ["na.csv", good.replace(row7, "\n7,NA\n"), 2, "LS209", /na\.csv, column "score", row 8/, /NaN/],
    ["word.csv", good.replace(row7, "\n7,failed\n"), 2, "LS209", /word\.csv, column "score", row 8/, /./],
    ["types.jsonl", linesOf((row) => `{"id": ${row}, "score": ${row === 5 ? '"x"' : row}}`), 2, "LS209", /types\.jsonl, column "score", line 6/, /one type/],
    ["keys.jsonl", linesOf((row) => `{"id": ${row % 2 === 0 ? row : `"${row}"`}, "score": ${row}}`), 2, "LS209", /keys\.jsonl, column "id", line 2/, /one type/],
    ["null-key.csv", good.replace(row7, "\n,1\n"), 2, "LS211", /"id" is null.*row 8/, /--key/],
    ["duplicates.csv", `${good}3,0.1\n`, 2, "LS205", /"id".*3 \(2 times\)/, /unique/],
    ["others.csv", csvOf((row) => `${row + 9000},1`), 3, "LS206", /"id".*good\.csv begins with 0, others\.csv begins with 9000/, /same inputs/],
    ["padded.csv", csvOf((row) => `${String(row).padStart(4, "0")},1`), 3, "LS206", /leading zeros/, /one type/],
    ["floats.jsonl", linesOf((row) => `{"id": ${row}.0, "score": 1}`), 3, "LS206", /different types \(BIGINT and DOUBLE\)/, /one type/],
    ["keyless.csv", csvOf((row) => `${row},1`, "row,score"), 2, "LS204", /row, score/, /--key/],
    ["renamed.csv", csvOf((row) => `${row},1`, "id,result"), 3, "LS208", /renamed\.csv has: result/, /--outputs/],
    ["no-output.csv", csvOf((row) => String(row), "id"), 3, "LS208", /no-output\.csv has: none/, /--outputs/],
  ] as const)("%s", async ([name, content, exit, code, names, todo]) => {
    if (content !== null) arena.file(name, content);
    expectRefusal(await arena.check(["good.csv", name]), { exit, code, names, todo });
  });

  test.concurrent("the reference's file and the inputs are held to the same", async () => {
    arena.file("ragged.csv", good.replace(row7, "\n7\n"));
    expectRefusal(await arena.check(["ragged.csv", "good.csv"]), { exit: 2, code: "LS203", names: /ragged\.csv/ });
    expectRefusal(await arena.check(["good.csv", "good.jsonl", "--inputs", "ragged.csv"]), { exit: 2, code: "LS203", names: /ragged\.csv/ });
  });
});

describe("a file that can be read, and is not a pass", () => {
  test.concurrent.for([
    ["one row", csvOf(undefined, undefined, 1), csvOf(undefined, undefined, 1), 3, /1 pair/],
    ["29 rows", csvOf(undefined, undefined, 29), csvOf(undefined, undefined, 29), 3, /29 pairs are too few/],
    ["null on both sides", csvOf((row) => `${row},`), csvOf((row) => `${row},`), 3, /score holds no value on both sides/],
    ["NaN on both sides", csvOf((row) => `${row},NaN`), csvOf((row) => `${row},NaN`), 3, /score holds no value on both sides/],
    ["null in 59 of 60", csvOf((row) => `${row},${row === 1 ? 0.5 : ""}`), csvOf((row) => `${row},${row === 1 ? 0.5 : ""}`), 3, /a value in only 1 pair/],
    ["null on one side", good, csvOf((row) => `${row},`), 1, /missing from null-on-one-side-b\.csv/],
    ["NaN on one side", good, csvOf((row) => `${row},NaN`), 1, /NaN or infinite/],
    ["text on one side", good, csvOf((row) => `${row},v${row}`), 1, /score/],
    ["an output more", good, csvOf((row) => `${row},${row / 7},x`, "id,score,label"), 1, /label/],
    ["2^53+1 as value", csvOf((row) => `${row},9007199254740993`), csvOf((row) => `${row},9007199254740992`), 1, /score/],
    ["2^53+1 as key", `${good}9007199254740993,0.5\n`, `${good}9007199254740992,0.5\n`, 3, /1 row only in 2-53-1-as-key-a\.csv, 1 row only in 2-53-1-as-key-b\.csv/],
    ["half of the rows", good, csvOf(undefined, undefined, 30), 3, /30 rows only in half-of-the-rows-a\.csv/],
  ] as const)("%s: told, stored, exit %#", async ([name, reference, candidate, exit, says]) => {
    const [a, b] = ["a", "b"].map((side) => `${name.replaceAll(/\W/g, "-")}-${side}.csv`) as [string, string];
    arena.file(a, reference);
    arena.file(b, candidate);
    const attempt = await arena.check([a, b]);
    expect(attempt.stderr).toBe("");
    expect(attempt.code, attempt.stdout).toBe(exit);
    expect(attempt.stdout.replaceAll(/\s+/g, " ")).toMatch(says);
    expect(runsIn(attempt.store)).toBe(1);
  });

  test.concurrent("an optional output that is null on both sides does not keep the others from passing", async () => {
    const withNote = arena.file("note.csv", csvOf((row) => `${row},${row / 7},`, "id,score,label"));
    const attempt = await arena.check([withNote, withNote]);
    expect(attempt.code, attempt.stdout).toBe(0);
  });

  test.concurrent.for([
    ["semicolons", csvOf((row) => `${row};${row / 7}`, "id;score")],
    ["tabs", csvOf((row) => `${row}\t${row / 7}`, "id\tscore")],
    ["a byte order mark", `\uFEFF${good}`],
    ["line ends of Windows", good.replaceAll("\n", "\r\n")],
    ["text keys", linesOf((row) => `{"id": "${row}", "score": ${row / 7}}`)],
  ] as const)("%s are read for what they are: equal values pass", async ([name, content]) => {
    const attempt = await arena.check(["good.csv", arena.file(`${name.replaceAll(" ", "-")}.${content.startsWith("{") ? "jsonl" : "csv"}`, content)]);
    expect(attempt.stderr).toBe("");
    expect(attempt.code, attempt.stdout).toBe(0);
  });
});
