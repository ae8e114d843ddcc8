import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { writeJson } from "../json/write-json.ts";
import { quoteText } from "./answer-text.ts";
import { raisedError } from "./raised-error.ts";

/** What services write beside `error` in an answer that is nothing but an error. */
const besideErrors: ReadonlySet<string> = new Set(["error", "message", "detail", "details", "code", "status", "status_code", "success", "type", "path", "timestamp", "request_id", "trace_id"]);

/**
 * The error in an answer that holds nothing else, such as `{"error": "model not loaded"}`; null for an answer with outputs. Some
 * services send it with status 200: taken for outputs, two broken environments would agree.
 */
export function errorInAnswer(value: JsonValue): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { error } = value as JsonObject;
  if (!Object.keys(value).every((key) => besideErrors.has(key))) return null;
  if (typeof error === "string") return error === "" ? null : quoteText(raisedError(error));
  return typeof error === "object" && error !== null ? quoteText(writeJson(error)) : null;
}
