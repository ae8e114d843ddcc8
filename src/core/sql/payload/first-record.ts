import { readJson } from "../../json/read-json.ts";
import type { JsonObject } from "../../json/json-value.ts";

/** The first of some records (JSON texts) that is an object, or a list that begins with one; null when none is. For recognising formats. */
export const firstRecord = (records: readonly string[]): JsonObject | null => {
  for (const text of records) {
    try {
      const value = readJson(text);
      const record = Array.isArray(value) ? value[0] : value;
      if (typeof record === "object" && record !== null && !Array.isArray(record)) return record as JsonObject;
    } catch {
      // A damaged line proves nothing; the next may be whole.
    }
  }
  return null;
};
