import type { JsonValue } from "./json-value.ts";
import { writeJson } from "./write-json.ts";

/** A foreign value as text for a message: a string as it is, anything else as JSON. `String` would fail on objects from the wire. */
export const textOf = (value: JsonValue | undefined): string => (typeof value === "string" ? value : value === undefined ? "" : writeJson(value));
