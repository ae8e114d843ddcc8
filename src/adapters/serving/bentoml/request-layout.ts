import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { DType } from "../../../core/domain/dtype.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import type { SignatureField } from "../../../ports/serving.ts";
import type { ServiceApi } from "./service-api.ts";
import { asObject, propertiesOf, resolveSchema, typeOf } from "./resolve-schema.ts";

/** A column of a row, when the schema names it. */
export interface RowField extends SignatureField {
  readonly required: boolean;
}

/**
 * How rows become arguments.
 * - `records`, `matrix`: all rows as a list of objects or of lists, in one argument (null: the body itself).
 * - `columns`: one list for each field, as arguments of their own or, of a data frame by columns, inside of one.
 * - `row`, `vector`: one row, as an object or as a list of its values; an object without an argument is the arguments themselves.
 */
export interface RequestLayout {
  readonly kind: "records" | "matrix" | "columns" | "row" | "vector";
  readonly argument: string | null;
  /** Null when any column will do. */
  readonly fields: readonly RowField[] | null;
}

const scalars: Readonly<Record<string, DType>> = { integer: "int64", number: "float64", string: "string", boolean: "bool" };

/** Whether the layout carries several rows in one request. */
export const takesBatches = ({ kind }: RequestLayout): boolean => kind === "records" || kind === "matrix" || kind === "columns";

/**
 * The layout for an API's arguments. `batchable` is what the service says of the API, where one argument is a list of scalars: of all
 * rows when it is, of one row's values when not. LS305 says what was seen when rows cannot be fitted in.
 */
export function requestLayout(document: JsonObject, { input, path }: ServiceApi, batchable: boolean, columns: readonly string[] | null, place: string): RequestLayout {
  const { all, required } = propertiesOf(input);
  if (all.length === 0) {
    const layout = ofOne(document, null, input, batchable, columns);
    if (layout !== null) return layout;
  } else {
    const properties = asObject(input["properties"]);
    const wanted = required.length > 0 ? required : all;
    const schemas = wanted.map((name) => resolveSchema(document, properties[name]));
    const [name] = wanted;
    const [schema] = schemas;
    const alone = wanted.length === 1 && name !== undefined && schema !== undefined ? ofOne(document, name, schema, batchable, columns) : null;
    if (alone !== null) return alone;
    if (schemas.every((one) => isScalar(one))) return { kind: "row", argument: null, fields: fieldsOf(document, input) };
    if (wanted.length > 1 && schemas.every((one) => isListOfScalars(document, one))) return { kind: "columns", argument: null, fields: fieldsOf(document, input) };
  }
  const seen = all.length === 0 ? (typeOf(input) ?? "no type") : all.map((name) => `${name} (${typeOf(resolveSchema(document, asObject(input["properties"])[name])) ?? "no type"})`).join(", ");
  throw new LockstepError("LS305", { message: `the arguments of POST ${path} are none that rows can be fitted into: ${seen}`, place, todo: "Describe the request with --protocol http-json and --template, such as {\"rows\": {{rows}}}." });
}

/** The layout where one argument takes everything; null where it is a scalar or unknown. */
function ofOne(document: JsonObject, argument: string | null, schema: JsonObject, batchable: boolean, columns: readonly string[] | null): RequestLayout | null {
  const type = typeOf(schema);
  if (type === "array") {
    const items = resolveSchema(document, schema["items"]);
    if (typeOf(items) === "object") return { kind: "records", argument, fields: fieldsOf(document, items) };
    if (typeOf(items) === "array") return { kind: "matrix", argument, fields: null };
    if (argument !== null && (batchable || columns?.includes(argument) === true)) return { kind: "columns", argument: null, fields: [{ name: argument, dtype: scalars[typeOf(items) ?? ""] ?? "json", shape: [-1], required: true }] };
    return { kind: "vector", argument, fields: null };
  }
  // One dimension is the values of one row, unless the service gathers rows along it.
  if (type === "tensor") return { kind: Array.isArray(schema["shape"]) && schema["shape"].length === 1 && !batchable ? "vector" : "matrix", argument, fields: null };
  if (type === "dataframe") return { kind: schema["orient"] === "columns" ? "columns" : "records", argument, fields: null };
  if (type === "object") return { kind: "row", argument, fields: fieldsOf(document, schema) };
  return null;
}

const isScalar = (schema: JsonObject): boolean => scalars[typeOf(schema) ?? ""] !== undefined;

function isListOfScalars(document: JsonObject, schema: JsonObject): boolean {
  if (typeOf(schema) === "array") return isScalar(resolveSchema(document, schema["items"]));
  return typeOf(schema) === "tensor" && Array.isArray(schema["shape"]) && (schema["shape"] as readonly JsonValue[]).length === 1;
}

/** The fields of an object schema; null when it names none and any will do. */
function fieldsOf(document: JsonObject, schema: JsonObject): readonly RowField[] | null {
  const { all, required } = propertiesOf(schema);
  if (all.length === 0) return null;
  return all.map((name) => {
    const declared = asObject(schema["properties"])[name];
    const field = resolveSchema(document, declared);
    const element = typeOf(field) === "array" ? resolveSchema(document, field["items"]) : field;
    const nullable = Array.isArray(asObject(declared)["anyOf"]) && (asObject(declared)["anyOf"] as readonly JsonValue[]).some((branch) => asObject(branch)["type"] === "null");
    return { name, dtype: scalars[typeOf(element) ?? ""] ?? "json", shape: [-1], required: required.includes(name), nullable };
  });
}
