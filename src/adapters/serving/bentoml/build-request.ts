import type { JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { InputRow } from "../../../ports/serving.ts";
import type { RequestLayout } from "./request-layout.ts";

/** The body of one request. Columns that the schema does not name are left out. */
export function buildRequest(rows: readonly InputRow[], { kind, argument, fields }: RequestLayout): string {
  const sent = fields === null ? null : new Set(fields.map(({ name }) => name));
  const chosen = rows.map((row) => [...row].filter(([name]) => sent?.has(name) ?? true));
  const first = chosen[0] as readonly (readonly [string, JsonValue])[];
  const only = renames({ kind, argument, fields }, [...(rows[0] as InputRow).keys()]) ? (fields?.[0]?.name ?? null) : null;
  switch (kind) {
    case "records":
      return write(argument, chosen.map((row) => Object.fromEntries(row)));
    case "matrix":
      return write(argument, rows.map(valuesOf));
    case "vector":
      return write(argument, valuesOf(rows[0] as InputRow));
    case "row":
      return write(argument, only === null ? Object.fromEntries(first) : { [only]: valuesOf(rows[0] as InputRow)[0] as JsonValue });
    case "columns":
      return write(argument, only === null ? Object.fromEntries(first.map(([name]) => [name, rows.map((row) => row.get(name) ?? null)])) : { [only]: rows.map((row) => [...row.values()][0] ?? null) });
  }
}

/** Whether the only column goes as the only argument, though it has another name. */
export function renames({ kind, argument, fields }: RequestLayout, columns: readonly string[]): boolean {
  return argument === null && kind !== "records" && fields?.length === 1 && columns.length === 1 && columns[0] !== fields[0]?.name;
}

const write = (argument: string | null, value: JsonValue): string => writeJson(argument === null ? value : { [argument]: value });

/** A row's values in their order; those of its list, when it has one column that holds it. */
function valuesOf(row: InputRow): readonly JsonValue[] {
  const values = [...row.values()];
  const [only] = values;
  return values.length === 1 && Array.isArray(only) ? (only as readonly JsonValue[]) : values;
}
