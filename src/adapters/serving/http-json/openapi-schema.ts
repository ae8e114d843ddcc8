import type { DType } from "../../../core/domain/dtype.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { textOf } from "../../../core/json/text-of.ts";
import type { SignatureField } from "../../../ports/serving.ts";

export const asObject = (value: JsonValue | undefined): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});

/** References followed before a schema is given up as circular. */
const maximumReferences = 20;

/** A schema with its `$ref` followed, and the one real branch of `allOf`, or of `anyOf`/`oneOf` beside null, in its place. */
export function resolveSchema(document: JsonObject, schema: JsonValue | undefined): JsonObject {
  let current = asObject(schema);
  for (let i = 0; i < maximumReferences; i += 1) {
    const reference = current["$ref"];
    if (typeof reference === "string") {
      current = pointer(document, reference);
      continue;
    }
    const branches = ["allOf", "anyOf", "oneOf"].flatMap((key) => (Array.isArray(current[key]) ? (current[key] as readonly JsonValue[]) : [])).filter((branch) => asObject(branch)["type"] !== "null");
    if (branches.length !== 1) return current;
    current = asObject(branches[0]);
  }
  return current;
}

function pointer(document: JsonObject, reference: string): JsonObject {
  if (!reference.startsWith("#/")) return {};
  let at: JsonValue | undefined = document;
  for (const step of reference.slice(2).split("/")) at = asObject(at)[decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~")];
  return asObject(at);
}

/** What a schema says a value is; OpenAPI 3.1 may give a list of types with null in it. */
export function typeOf(schema: JsonObject): string | null {
  const { type } = schema;
  const types = Array.isArray(type) ? (type as readonly JsonValue[]).filter((name) => name !== "null") : [type];
  const [only] = types;
  if (types.length === 1 && typeof only === "string") return only;
  return schema["properties"] !== undefined ? "object" : schema["items"] !== undefined ? "array" : null;
}

/** Fields of an object schema and which of them must be there. */
export function fieldsOf(schema: JsonObject): { readonly all: readonly string[]; readonly required: readonly string[]; readonly open: boolean } {
  const all = Object.keys(asObject(schema["properties"]));
  const required = Array.isArray(schema["required"]) ? (schema["required"] as readonly JsonValue[]).map(textOf) : [];
  return { all, required, open: schema["additionalProperties"] !== false && all.length === 0 };
}

const dtypes: Readonly<Record<string, DType>> = { integer: "int64", number: "float64", string: "string", boolean: "bool" };

/** The fields of an object schema as a model's inputs; the first dimension stands for the rows. */
export function signatureOf(document: JsonObject, schema: JsonObject): readonly SignatureField[] {
  const properties = asObject(schema["properties"]);
  return fieldsOf(schema).all.map((name) => {
    const field = resolveSchema(document, properties[name]);
    const list = typeOf(field) === "array";
    const element = typeOf(list ? resolveSchema(document, field["items"]) : field) ?? "";
    return { name, dtype: dtypes[element] ?? "json", shape: list ? [-1, -1] : [-1], nullable: mayBeNull(asObject(properties[name])) };
  });
}

function mayBeNull(schema: JsonObject): boolean {
  const { type } = schema;
  const branches = ["anyOf", "oneOf"].flatMap((key) => (Array.isArray(schema[key]) ? (schema[key] as readonly JsonValue[]) : []));
  return schema["nullable"] === true || (Array.isArray(type) && (type as readonly JsonValue[]).includes("null")) || branches.some((branch) => asObject(branch)["type"] === "null");
}
