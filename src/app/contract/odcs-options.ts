import type { PlacedMap, ValuePath } from "../manifest/placed.ts";
import { pathText } from "../manifest/value-at.ts";
import { scalarAt, unknownAmong } from "./odcs-keys.ts";
import type { OdcsReading, ReadRule } from "./odcs-reading.ts";

const bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  string: ["minLength", "maxLength", "pattern", "format"], date: [...bounds, "format"], timestamp: [...bounds, "format", "timezone", "defaultTimezone"], time: [...bounds, "format", "timezone", "defaultTimezone"],
  integer: [...bounds, "multipleOf", "format"], number: [...bounds, "multipleOf", "format"], object: ["maxProperties", "minProperties", "required"], array: ["maxItems", "minItems", "uniqueItems"], boolean: [],
};
/** Formats of texts that a pattern tells. */
const textFormats: Readonly<Record<string, string>> = {
  uuid: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$", email: "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", ipv4: "^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.|$)){4}$", hostname: "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$", uri: "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$",
};
/** Whole numbers by their bits; those of 64 and more are held to their type alone. */
const wholeFormats: Readonly<Record<string, string>> = { i8: "int8", i16: "int16", i32: "int32", u8: "uint8", u16: "uint16", u32: "uint32" };

/** The options of a logical type as rules: bounds, lengths, patterns, formats. */
export const readOptions = (options: PlacedMap, path: ValuePath, { column, type }: { readonly column: string; readonly type: string }, reading: OdcsReading, add: (rule: ReadRule) => void): void => {
  for (const problem of unknownAmong(options, optionsOf[type] ?? Object.values(optionsOf).flat(), path)) reading.refuse(problem);
  const at = (key: string) => scalarAt(options, key);
  const leave = (key: string, why: string): void => reading.leave(options.entries.get(key)?.value.place ?? options.place, why);
  const textual = type === "date" || type === "timestamp" || type === "time";
  const bound = (key: string): string | number | null => {
    const value = at(key)?.value;
    if (value === undefined) return null;
    if (textual ? typeof value === "string" : typeof value === "number") return value as string | number;
    reading.refuse({ message: `${pathText([...path, key])} is ${String(at(key)?.source)}, where ${textual ? "a text" : "a number"} is wanted`, place: at(key)?.place ?? options.place, todo: textual ? "Put it in quotes." : `Write ${key}: 0` });
    return null;
  };
  const low = bound("exclusiveMinimum") ?? bound("minimum");
  const high = bound("exclusiveMaximum") ?? bound("maximum");
  if (at("minimum") !== undefined && at("exclusiveMinimum") !== undefined) leave("minimum", "exclusiveMinimum stands beside it and is asked alone");
  if (at("maximum") !== undefined && at("exclusiveMaximum") !== undefined) leave("maximum", "exclusiveMaximum stands beside it and is asked alone");
  const exclusiveMinimum = at("exclusiveMinimum") !== undefined;
  const exclusiveMaximum = at("exclusiveMaximum") !== undefined;
  if (type === "time" && (low !== null || high !== null)) leave(low !== null ? (exclusiveMinimum ? "exclusiveMinimum" : "minimum") : exclusiveMaximum ? "exclusiveMaximum" : "maximum", "bounds of a time of day are not asked");
  else if (low !== null || high !== null) {
    const words = [...(low === null ? [] : [`${exclusiveMinimum ? "above" : "at least"} ${low}`]), ...(high === null ? [] : [`${exclusiveMaximum ? "below" : "at most"} ${high}`])].join(" and ");
    add({ dimension: "range", minimum: low, maximum: high, exclusiveMinimum, exclusiveMaximum, statement: `${column} is ${words}` });
  }
  const shortest = at("minLength")?.value;
  const longest = at("maxLength")?.value;
  if (typeof shortest === "number" || typeof longest === "number") add({ dimension: "range", measure: "length", minimum: typeof shortest === "number" ? shortest : null, maximum: typeof longest === "number" ? longest : null, statement: `${column} has ${String(shortest ?? 0)} to ${String(longest ?? "any number of")} characters` });
  const pattern = at("pattern");
  if (pattern !== undefined) add({ dimension: "pattern", pattern: String(pattern.value), statement: `${column} matches ${String(pattern.value)}` });
  const step = at("multipleOf")?.value;
  if (typeof step === "number") add({ dimension: "consistency", column: null, columns: [column], condition: `abs("${column.replaceAll('"', '""')}" / ${step} - round("${column.replaceAll('"', '""')}" / ${step})) <= 1e-9`, statement: `${column} is a multiple of ${step}` });
  const format = at("format");
  if (format !== undefined) {
    const name = String(format.value);
    const whole = type === "integer" ? wholeFormats[name] : undefined;
    const text = type === "string" ? textFormats[name] : undefined;
    if (whole !== undefined) add({ dimension: "type", type: whole, statement: `${column} is a whole number of the format ${name}` });
    else if (text !== undefined) add({ dimension: "pattern", pattern: text, statement: `${column} is written as ${name}` });
    else if (!["i64", "u64", "f32", "f64"].includes(name)) leave("format", `the format ${name} of a ${type} is not asked`);
  }
  for (const key of ["timezone", "defaultTimezone", "maxProperties", "minProperties", "required", "maxItems", "minItems", "uniqueItems"]) if (options.entries.has(key)) leave(key, `${key} of a ${type} is not asked`);
};
