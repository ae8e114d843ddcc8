import { readFileSync, statSync } from "node:fs";
import { readNumber } from "../../core/quantities/read-number.ts";

/** More than a simulation needs, and than a ledger should hold. */
const mostValues = 100_000;
const mostBytes = 8 * 1024 * 1024;

/**
 * Numbers of a small file: one per line, or a column of a CSV with a header. `FILE#COLUMN` names the column; without a name the only numeric one is read.
 * Throws a plain error whose message says what is wrong and on which line.
 */
export const readValues = (path: string): number[] => {
  const { file, column } = splitColumn(path);
  const lines = textOf(file).split(/\r?\n/).map((line, index) => ({ text: line.trim(), number: index + 1 })).filter(({ text }) => text !== "" && !text.startsWith("# "));
  const [first] = lines;
  if (first === undefined) throw new Error("it is empty");
  const separator = [",", ";", "\t"].find((each) => first.text.includes(each)) ?? ",";
  const cells = lines.map(({ text, number }) => ({ number, cells: text.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")) }));
  const header = cells[0]?.cells ?? [];
  const isHeader = header.some((cell) => readNumber(cell) === undefined);
  const body = isHeader ? cells.slice(1) : cells;
  const at = columnAt(header, isHeader, column, body.map((row) => row.cells));
  const values = body.map((row) => {
    const value = readNumber(row.cells[at] ?? "");
    if (value === undefined) throw new Error(`line ${row.number} holds "${(row.cells[at] ?? "").slice(0, 40)}", which is no number`);
    return value;
  });
  if (values.length < 2) throw new Error(`it holds ${values.length === 0 ? "no value" : "one value"}; how they vary is told from two on`);
  if (values.length > mostValues) throw new Error(`it holds ${values.length.toLocaleString("en-US")} values; ${mostValues.toLocaleString("en-US")} are read at most`);
  return values;
};

const splitColumn = (path: string): { readonly file: string; readonly column: string | null } => {
  const at = path.lastIndexOf("#");
  if (at <= 0 || statSync(path, { throwIfNoEntry: false }) !== undefined) return { file: path, column: null };
  return { file: path.slice(0, at), column: path.slice(at + 1) };
};

const textOf = (file: string): string => {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there === undefined) throw new Error("it is not there");
  if (!there.isFile()) throw new Error("it is not a file");
  if (there.size > mostBytes) throw new Error(`it has more than ${mostBytes.toLocaleString("en-US")} bytes`);
  return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
};

const columnAt = (header: readonly string[], isHeader: boolean, column: string | null, body: readonly (readonly string[])[]): number => {
  if (column !== null) {
    const at = isHeader ? header.indexOf(column) : -1;
    if (at < 0) throw new Error(isHeader ? `it has no column ${column}; there are: ${header.join(", ")}` : `it has no header that would name a column ${column}`);
    return at;
  }
  const numeric = header.flatMap((_, index) => (body.length > 0 && body.every((row) => readNumber(row[index] ?? "") !== undefined) ? [index] : []));
  if (header.length === 1) return 0;
  if (numeric.length === 1) return numeric[0] as number;
  if (numeric.length === 0) throw new Error("none of its columns holds numbers alone");
  throw new Error(isHeader ? `it has ${numeric.length} columns of numbers; name one as FILE#${header[numeric[0] as number]}` : `it has ${numeric.length} columns of numbers and no header to tell them apart`);
};
