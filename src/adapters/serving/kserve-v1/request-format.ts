import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { InputRow } from "../../../ports/serving.ts";

/**
 * What one instance is. `matrix`: the row's values in the order of its columns. `records`: an object of them by name. `frames`: such an
 * object within a list, which KServe's own runtimes turn into a data frame.
 */
const requestFormats = ["matrix", "records", "frames"] as const;
export type RequestFormat = (typeof requestFormats)[number];

/** The format named by `--template`, `matrix` when none is; anything else is LS102. */
export function requestFormat(template: string | null): RequestFormat {
  const format = template === null ? "matrix" : requestFormats.find((name) => name === template);
  if (format === undefined) throw new LockstepError("LS102", { message: `KServe v1 has no request format "${template}"`, place: "--template", todo: `Give one of: ${requestFormats.join(", ")}.` });
  return format;
}

/** The body of one request. A single column of lists goes as its lists, whatever the format. */
export function buildRequest(rows: readonly InputRow[], format: RequestFormat): string {
  return writeJson({ instances: rows.map((row) => instanceOf(row, format)) });
}

function instanceOf(row: InputRow, format: RequestFormat): JsonValue {
  const values = [...row.values()].map(strict);
  const [only] = values;
  if (values.length === 1 && Array.isArray(only)) return only as JsonValue;
  if (format === "matrix") return values;
  const record: JsonObject = Object.fromEntries([...row.keys()].map((name, i) => [name, values[i] as JsonValue]));
  return format === "records" ? record : [record];
}

/** KServe reads strict JSON, which has no NaN: it is sent as null, which NumPy and pandas take for it. */
function strict(value: JsonValue): JsonValue {
  if (typeof value === "number" && Number.isNaN(value)) return null;
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(strict) : value;
}
