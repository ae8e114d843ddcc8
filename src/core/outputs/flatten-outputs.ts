import type { DType } from "../domain/dtype.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { writeJson } from "../json/write-json.ts";

/** A scalar of an answer with the type it was written in. */
export interface FlatOutput {
  readonly dtype: DType;
  readonly value: null | boolean | string | bigint | number;
}

/**
 * Longer arrays stay one value of dtype `json`: each element becomes a column of the recording, and a table of more columns than
 * this is no longer something people read or engines like.
 */
export const maximumFlattenedItems = 2048;

/** What a bare scalar or list is called when the answer gives it no name. */
export const unnamedOutput = "output";

/**
 * Spreads one row's answer into named scalars: `score`, `probabilities[1]`, `detail.label`. Scalars are typed by their literal;
 * empty and over-long collections stay one value of dtype `json`. `name` is null when the answer itself has no name.
 */
export function flattenOutputs(name: string | null, value: JsonValue, into = new Map<string, FlatOutput>()): Map<string, FlatOutput> {
  if (name === null && isObject(value)) {
    for (const key in value) flatten(key, value[key] as JsonValue, into);
    if (into.size === 0) flatten(unnamedOutput, value, into);
  } else {
    flatten(name ?? unnamedOutput, value, into);
  }
  return into;
}

function flatten(path: string, value: JsonValue, into: Map<string, FlatOutput>): void {
  if (Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    if (items.length === 0 || items.length > maximumFlattenedItems) into.set(path, { dtype: "json", value: writeJson(value) });
    else for (let i = 0; i < items.length; i += 1) flatten(`${path}[${i}]`, items[i] as JsonValue, into);
  } else if (isObject(value)) {
    const keys = Object.keys(value);
    if (keys.length === 0 || keys.length > maximumFlattenedItems) into.set(path, { dtype: "json", value: writeJson(value) });
    else for (const key of keys) flatten(step(path, key, into), value[key] as JsonValue, into);
  } else {
    into.set(path, scalarOutput(value as Exclude<JsonValue, readonly JsonValue[] | JsonObject>));
  }
}

/** A key that would read as a path of its own is quoted, so that `a.b` inside `x` is not `b` inside `x.a`. */
function step(path: string, key: string, into: ReadonlyMap<string, FlatOutput>): string {
  const plain = `${path}.${key}`;
  return key === "" || key.includes(".") || key.includes("[") || into.has(plain) ? `${path}[${JSON.stringify(key)}]` : plain;
}

/** The output value of a scalar, typed by how it was written. */
export function scalarOutput(value: null | boolean | string | bigint | number): FlatOutput {
  switch (typeof value) {
    case "number":
      return { dtype: "float64", value };
    case "bigint":
      if (BigInt.asIntN(64, value) === value) return { dtype: "int64", value };
      // Beyond 64 bits only the text is exact.
      return BigInt.asUintN(64, value) === value ? { dtype: "uint64", value } : { dtype: "json", value: value.toString() };
    case "string":
      return { dtype: "string", value };
    case "boolean":
      return { dtype: "bool", value };
    default:
      return { dtype: "null", value: null };
  }
}

const isObject = (value: JsonValue): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
