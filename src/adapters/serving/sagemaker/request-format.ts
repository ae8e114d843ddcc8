import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { InputRow } from "../../../ports/serving.ts";

/**
 * What the body of a request is, which the contract leaves to the container. `matrix`: a list of lists, as the framework containers read
 * into an array. `records`: a list of objects. `instances`: the matrix in that field. `features`: what the built-in algorithms take.
 */
const requestFormats = {
  matrix: "rows go as a JSON list of lists",
  records: "rows go as a JSON list of objects",
  instances: "rows go as lists in the JSON field instances",
  features: "rows go as features of the JSON field instances",
  csv: "rows go as lines of CSV without a header",
} as const;
export type RequestFormat = keyof typeof requestFormats;

/** In words, for the detection sentence. */
export const formatWords = (format: RequestFormat): string => requestFormats[format];

/** All formats but one, for advice. */
export const otherFormats = (format: RequestFormat): readonly string[] => Object.keys(requestFormats).filter((name) => name !== format);

/** The format named by `--template`, `matrix` when none is; anything else is LS102. */
export function requestFormat(template: string | null): RequestFormat {
  if (template === null) return "matrix";
  if (Object.hasOwn(requestFormats, template)) return template as RequestFormat;
  throw new LockstepError("LS102", { message: `a SageMaker container has no request format "${template}"`, place: "--template", todo: `Give one of: ${Object.keys(requestFormats).join(", ")}; or --protocol http-json with a template of your own.` });
}

/** The body of one request. A single column of lists goes as its lists. LS406 when a row does not fit into CSV. */
export function buildRequest(rows: readonly InputRow[], format: RequestFormat, place: string): string {
  const values = rows.map(valuesOf);
  switch (format) {
    case "matrix":
      return writeJson(values);
    case "records":
      return writeJson(rows.map((row) => Object.fromEntries(row)));
    case "instances":
      return writeJson({ instances: values });
    case "features":
      return writeJson({ instances: values.map((features) => ({ features })) });
    case "csv":
      return values.map((line) => `${line.map((value) => csvField(value, place)).join(",")}\n`).join("");
  }
}

function valuesOf(row: InputRow): readonly JsonValue[] {
  const values = [...row.values()];
  const [only] = values;
  return values.length === 1 && Array.isArray(only) ? (only as readonly JsonValue[]) : values;
}

/** What is missing is empty, text is quoted where it must be. */
function csvField(value: JsonValue, place: string): string {
  if (value === null) return "";
  if (typeof value === "string") return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  if (typeof value === "number" && Number.isNaN(value)) return "nan";
  if (typeof value !== "object") return writeJson(value);
  throw new LockstepError("LS406", { message: `a row holds ${writeJson(value).slice(0, 80)}, which a line of CSV cannot`, place, todo: "Give a JSON format with --template, such as matrix." });
}
