import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { appendLines, csvLine, csvRecords, quotedColumns } from "./text-records.ts";

describe("CSV records", () => {
  test("are read with quotes, line breaks inside them, CRLF, a BOM and empty lines", () => {
    expect(csvRecords('\uFEFFid,"a ""b"""\r\n1,"x\r\ny"\r\n\r\n2,\r\n3,""', ",").map((record) => record.map(({ text, quoted }) => (quoted ? `<${text}>` : text)))).toEqual([["id", '<a "b">'], ["1", "<x\r\ny>"], ["2", ""], ["3", "<>"]]);
  });

  test("read back as they were written, whatever is in them", () => {
    const field = fc.option(fc.string({ unit: fc.constantFrom("a", '"', ",", ";", "\n", "\r", " ", "é", "1") }), { nil: null });
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field), { minLength: 1 }), fc.constantFrom(",", ";", "\t"), fc.boolean(), (rows, delimiter, quote) => {
        const lines = rows.map((row) => csvLine(row, delimiter, [quote, false]));
        const header = `a${delimiter}b\n`;
        const [, ...records] = csvRecords(appendLines(header, lines), delimiter);
        expect(records.map((record) => record.map(({ text, quoted }) => (text === "" && !quoted ? null : text)))).toEqual(rows);
      }),
    );
  });

  test("a column is quoted throughout or not", () => {
    expect(quotedColumns(csvRecords('"1",a,\n"2","b",\n,"",', ",").map((record) => record), 3)).toEqual([true, false, false]);
  });
});

describe("appendLines", () => {
  test.each([
    ["a\nb\n", "a\nb\nc\nd\n"],
    ["a\r\nb\r\n", "a\r\nb\r\nc\r\nd\r\n"],
    ["a\nb", "a\nb\nc\nd"],
    ["a\r\nb", "a\r\nb\r\nc\r\nd"],
  ])("keeps to the ways of %j", (text, wanted) => expect(appendLines(text, ["c", "d"])).toBe(wanted));
});
