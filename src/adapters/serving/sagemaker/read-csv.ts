import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import { readJson } from "../../../core/json/read-json.ts";
import { quoteText } from "../../../core/answers/answer-text.ts";
import { scalarOutput } from "../../../core/outputs/flatten-outputs.ts";
import { predictionName } from "../../../core/outputs/rows-of-predictions.ts";
import type { OutputRow, OutputValue } from "../../../ports/serving.ts";

/**
 * The rows of a reply in CSV: a line for each row; or, as some of the built-in algorithms answer, one line with a value for each row. One
 * value in a line is `prediction`, several are `prediction[i]`, or have the names of a header line. LS404 when the lines do not fit the rows.
 */
export function readCsv(text: string, rows: number, place: string): readonly OutputRow[] {
  const lines = splitCsv(text);
  const [first] = lines;
  if (lines.length === rows) return lines.map((line) => rowOf(line, null));
  if (lines.length === 1 && first?.length === rows) return first.map((field) => rowOf([field], null));
  if (lines.length === rows + 1 && first !== undefined && first.every((name) => name.quoted || typeof valueOf(name).value === "string")) return lines.slice(1).map((line) => rowOf(line, first));
  throw new LockstepError("LS404", { message: `the answer has ${lines.length} lines of CSV for ${rows} ${rows === 1 ? "row" : "rows"}; it begins: ${quoteText(text)}`, place });
}

interface Field {
  readonly text: string;
  /** A quoted field is text, even when it looks like a number. */
  readonly quoted: boolean;
}

function rowOf(line: readonly Field[], header: readonly Field[] | null): OutputRow {
  return new Map(line.map((field, i) => [header?.[i]?.text ?? (line.length === 1 ? predictionName : `${predictionName}[${i}]`), valueOf(field)]));
}

/** Typed by its literal, as in JSON; Python's True and False are truths. */
function valueOf({ text, quoted }: Field): OutputValue {
  if (quoted) return scalarOutput(text);
  if (text === "") return scalarOutput(null);
  if (text === "True" || text === "False") return scalarOutput(text === "True");
  try {
    const value = readJson(text);
    return scalarOutput(typeof value === "object" || typeof value === "string" ? text : value);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return scalarOutput(text);
    throw error;
  }
}

/** Lines of fields; quotes may hold commas, line ends and doubled quotes, and one that does not close is text. Empty lines at the end are none. */
function splitCsv(text: string): readonly (readonly Field[])[] {
  const source = text.trimEnd();
  if (source === "") return [];
  const lines: Field[][] = [[]];
  for (const [, quoted, bare, end] of source.matchAll(/[ \t]*(?:"((?:[^"]|"")*)"[ \t\r]*|([^,\n]*))(,|\n|$)/gy)) {
    lines.at(-1)?.push(quoted === undefined ? { text: (bare ?? "").trim(), quoted: false } : { text: quoted.replaceAll('""', '"'), quoted: true });
    if (end === "\n") lines.push([]);
    // What matches after the end is no field.
    if (end === "") break;
  }
  return lines;
}
