import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readValues } from "./read-values.ts";

const folder = mkdtempSync(join(tmpdir(), "lockstep-values-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (text: string, name = "values.csv"): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test.each([
  ["one per line", "0.91\n0.92\n\n0.9\n", [0.91, 0.92, 0.9]],
  ["with a comment and Windows' ends of lines", "# drawn in June\r\n1e-3\r\n2\r\n", [0.001, 2]],
  ["below a header", "precision\n0.91\n0.92\n", [0.91, 0.92]],
  ["in the only column of numbers", "fold,precision\na,0.91\nb,0.92\n", [0.91, 0.92]],
  ["with quotes and semicolons", '"fold";"precision"\n"a";"0.91"\n"b";"0.92"\n', [0.91, 0.92]],
])("values %s", (_, text, values) => expect(readValues(write(text))).toEqual(values));

test("a column is named behind the file", () => {
  const path = write("fold,precision,recall\n1,0.91,0.7\n2,0.92,0.8\n");
  expect(readValues(`${path}#recall`)).toEqual([0.7, 0.8]);
  expect(() => readValues(path)).toThrow("it has 3 columns of numbers; name one as FILE#fold");
  expect(() => readValues(`${path}#f1`)).toThrow("it has no column f1; there are: fold, precision, recall");
  // A file may have such a name itself.
  expect(readValues(write("1\n2\n", "odd#name"))).toEqual([1, 2]);
});

test.each([
  ["", "it is empty"], ["0.9\n", "it holds one value"], ["0.9\nNaN\n", 'line 2 holds "NaN", which is no number'], ["a,b\nx,y\nz,w\n", "none of its columns holds numbers alone"], ["precision\n0.9\nhigh\n", 'line 3 holds "high"'],
])("%j is refused", (text, why) => expect(() => readValues(write(text))).toThrow(why));

test("what is not there, or no file, is refused", () => {
  expect(() => readValues(join(folder, "gone.txt"))).toThrow("it is not there");
  expect(() => readValues(folder)).toThrow("it is not a file");
});
