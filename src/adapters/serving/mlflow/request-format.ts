import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { InputRow } from "../../../ports/serving.ts";

/**
 * Fields in which MLflow takes rows. `dataframe_split` keeps the columns' order, which `dataframe_records` does not promise;
 * `inputs` is for models that take arrays.
 */
export const requestFormats = ["dataframe_split", "dataframe_records", "inputs", "instances"] as const;
export type RequestFormat = (typeof requestFormats)[number];

/** A format forced by `--template`, or null; anything else there is LS102. */
export function forcedFormat(template: string | null): RequestFormat | null {
  if (template === null) return null;
  const format = requestFormats.find((name) => name === template);
  if (format === undefined) throw new LockstepError("LS102", { message: `MLflow has no request format "${template}"`, place: "--template", todo: `Give one of: ${requestFormats.join(", ")}.` });
  return format;
}

/** The body of one request. A single column of lists goes as `inputs`, everything else as `dataframe_split`, unless forced. */
export function buildRequest(rows: readonly InputRow[], forced: RequestFormat | null): string {
  const first = rows[0] as InputRow;
  const columns = [...first.keys()];
  const [only] = columns;
  const vector = columns.length === 1 && only !== undefined && Array.isArray(first.get(only)) ? only : null;
  const format = forced ?? (vector === null ? "dataframe_split" : "inputs");
  const values = (row: InputRow): JsonValue[] => columns.map((name) => row.get(name) ?? null);
  const record = (row: InputRow): JsonValue => Object.fromEntries(columns.map((name) => [name, row.get(name) ?? null]));
  switch (format) {
    case "dataframe_split":
      return writeJson({ dataframe_split: { columns, data: rows.map(values) } });
    case "dataframe_records":
      return writeJson({ dataframe_records: rows.map(record) });
    case "inputs":
      return writeJson({ inputs: vector === null ? Object.fromEntries(columns.map((name) => [name, rows.map((row) => row.get(name) ?? null)])) : rows.map((row) => row.get(vector) ?? null) });
    case "instances":
      return writeJson({ instances: vector === null ? rows.map(record) : rows.map((row) => row.get(vector) ?? null) });
  }
}
