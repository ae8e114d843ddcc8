import { quoteText } from "../../../core/answers/answer-text.ts";
import { serverMessage } from "../../../core/answers/refuse-status.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";

/** What the server says of an error: it writes its message as a JSON text, and some of them as JSON within that text. */
export const storeMessage = (text: string): string => {
  const outer = jsonOf(text);
  if (typeof outer !== "string") return text.trim() === "" ? "nothing" : serverMessage(text);
  const inner = jsonOf(outer);
  const message = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? (inner as JsonObject)["message"] : undefined;
  return quoteText(typeof message === "string" ? message : outer);
};

const jsonOf = (text: string): JsonValue | undefined => {
  try {
    return readJson(text);
  } catch {
    // No JSON: the text says it itself.
    return undefined;
  }
};
