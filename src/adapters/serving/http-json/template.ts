import { listNames } from "../../../core/answers/list-names.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { InputRow } from "../../../ports/serving.ts";

/** Placeholders with a meaning of their own; any other is a column's name, or `columns.NAME` for a column of one of these names. */
export const rowPlaceholders = ["row", "values"] as const;
export const batchPlaceholders = ["rows", "matrix"] as const;

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly placeholder: string; readonly quoted: boolean };

export interface RequestTemplate {
  /** Whether it takes several rows: it asks for `{{rows}}` or `{{matrix}}`. */
  readonly batches: boolean;
  /** Whether columns travel by name, so that their order means nothing. */
  readonly named: boolean;
  /** Columns it names one by one. */
  readonly columns: readonly string[];
  render(rows: readonly InputRow[], place: string): string;
}

/**
 * A request body with placeholders: `{{row}}` and `{{rows}}` (objects), `{{values}}` and `{{matrix}}` (their values, in order), and
 * `{{column}}` for one value. A placeholder may stand bare or be the whole of a string, which it then replaces; inside a longer
 * string it is written as text. LS102 when it is not JSON or asks for one row and several at once.
 */
export function parseTemplate(template: string): RequestTemplate {
  const parts = split(template);
  const asked = parts.flatMap((part) => (part.kind === "value" ? [part.placeholder] : []));
  if (asked.length === 0) throw wrong("has no placeholder, so every row would send the same");
  const batches = asked.some((name) => isOf(batchPlaceholders, name));
  if (batches && !asked.every((name) => isOf(batchPlaceholders, name))) throw wrong("asks for one row and for several at once");
  try {
    readJson(parts.map((part) => (part.kind === "text" ? part.text : part.quoted ? "x" : "null")).join(""));
  } catch (error) {
    if (error instanceof JsonSyntaxError) throw wrong(`is not JSON: ${error.message}`);
    throw error;
  }
  const render = (rows: readonly InputRow[], place: string): string => {
    let body = "";
    for (const part of parts) body += part.kind === "text" ? part.text : rendered(part, rows, place);
    return body;
  };
  return {
    batches,
    named: !asked.includes("values") && !asked.includes("matrix"),
    columns: asked.filter((name) => !isOf(rowPlaceholders, name) && !isOf(batchPlaceholders, name)).map(columnOf),
    render,
  };
}

function rendered(part: Part & { kind: "value" }, rows: readonly InputRow[], place: string): string {
  const value = placeholderValue(part.placeholder, rows, place);
  if (!part.quoted) return writeJson(value);
  return typeof value === "string" ? JSON.stringify(value).slice(1, -1) : JSON.stringify(writeJson(value)).slice(1, -1);
}

function placeholderValue(placeholder: string, rows: readonly InputRow[], place: string): JsonValue {
  const first = rows[0] as InputRow;
  if (placeholder === "row") return Object.fromEntries(first);
  if (placeholder === "values") return [...first.values()];
  if (placeholder === "rows") return rows.map((row) => Object.fromEntries(row));
  if (placeholder === "matrix") return rows.map((row) => [...row.values()]);
  const value = first.get(columnOf(placeholder));
  if (value === undefined) throw new LockstepError("LS406", { message: `the template asks for the column ${columnOf(placeholder)}, and the rows have: ${listNames([...first.keys()])}`, place });
  return value;
}

/** Cuts at the placeholders; one that is the whole of a string takes the quotes with it. */
function split(template: string): readonly Part[] {
  const parts: Part[] = [];
  let inString = false;
  let text = "";
  for (let i = 0; i < template.length; i += 1) {
    const found = template.startsWith("{{", i) ? /^\{\{\s*([^{}]+?)\s*\}\}/.exec(template.slice(i)) : null;
    if (found === null) {
      const character = template[i] as string;
      text += character;
      if (inString && character === "\\") text += template[(i += 1)] ?? "";
      else if (character === '"') inString = !inString;
      continue;
    }
    const end = i + found[0].length;
    const whole = inString && text.endsWith('"') && template[end] === '"';
    parts.push({ kind: "text", text: whole ? text.slice(0, -1) : text }, { kind: "value", placeholder: found[1] as string, quoted: inString && !whole });
    text = "";
    if (whole) inString = false;
    i = whole ? end : end - 1;
  }
  parts.push({ kind: "text", text });
  return parts;
}

const columnOf = (placeholder: string): string => (placeholder.startsWith("columns.") ? placeholder.slice("columns.".length) : placeholder);
const isOf = (list: readonly string[], name: string): boolean => list.includes(name);
const wrong = (message: string): LockstepError => new LockstepError("LS102", { message: `the template ${message}`, place: "--template", todo: `Write JSON with placeholders, such as {"instances": {{rows}}} or {"age": {{age}}}.` });
