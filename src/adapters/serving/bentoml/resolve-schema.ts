import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { textOf } from "../../../core/json/text-of.ts";

export const asObject = (value: JsonValue | undefined): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});

/** References followed before a schema is given up as circular. */
const maximumReferences = 20;

/** A schema with its `$ref` followed, and the one branch of `anyOf` beside null in its place. */
export function resolveSchema(document: JsonObject, schema: JsonValue | undefined): JsonObject {
  let current = asObject(schema);
  for (let i = 0; i < maximumReferences; i += 1) {
    const reference = current["$ref"];
    if (typeof reference === "string") {
      current = asObject(asObject(asObject(document["components"])["schemas"])[reference.replace("#/components/schemas/", "")]);
      continue;
    }
    const branches = ["allOf", "anyOf", "oneOf"].flatMap((key) => (Array.isArray(current[key]) ? (current[key] as readonly JsonValue[]) : [])).filter((branch) => asObject(branch)["type"] !== "null");
    if (branches.length !== 1) return current;
    current = asObject(branches[0]);
  }
  return current;
}

/** What a value is: JSON Schema's types, and BentoML's own `tensor` and `dataframe`. */
export function typeOf(schema: JsonObject): string | null {
  if (typeof schema["type"] === "string") return schema["type"];
  return schema["properties"] !== undefined ? "object" : schema["items"] !== undefined ? "array" : null;
}

/** Properties of an object schema, and which of them a request must have. */
export function propertiesOf(schema: JsonObject): { readonly all: readonly string[]; readonly required: readonly string[] } {
  return { all: Object.keys(asObject(schema["properties"])), required: Array.isArray(schema["required"]) ? (schema["required"] as readonly JsonValue[]).map(textOf) : [] };
}
