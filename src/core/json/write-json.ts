import type { JsonValue } from "./json-value.ts";

/**
 * Writes JSON so that `readJson` gives back the same value: a bigint is an integer literal, a number always shows that it is
 * one (`1.0`, `-0.0`, `1e+21`), and what is not finite is written as Python does (`NaN`, `Infinity`), which strict parsers refuse.
 */
export function writeJson(value: JsonValue): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "bigint":
      return value.toString();
    case "number":
      return writeFloat(value);
    case "boolean":
      return value ? "true" : "false";
    default:
      break;
  }
  if (value === null) return "null";
  let out = "";
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) out += (out === "" ? "" : ",") + writeJson(item);
    return `[${out}]`;
  }
  for (const [key, item] of Object.entries(value)) out += `${out === "" ? "" : ","}${JSON.stringify(key)}:${writeJson(item)}`;
  return `{${out}}`;
}

function writeFloat(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  if (!Number.isFinite(value)) return String(value);
  // The same text as String's in half the time: it does not go through V8's cache of number strings, which predictions only thrash.
  const text = JSON.stringify(value);
  return Number.isInteger(value) && !text.includes("e") ? `${text}.0` : text;
}
