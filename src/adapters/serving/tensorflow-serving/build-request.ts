import { listNames } from "../../../core/answers/list-names.ts";
import { isFloat, isInteger } from "../../../core/domain/dtype.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import type { InputRow, SignatureField } from "../../../ports/serving.ts";
import type { ModelSignature } from "./model-signature.ts";

/** `instances`: one value or object for each row. `inputs`: one list for each input. */
const requestForms = ["instances", "inputs"] as const;
export type RequestForm = (typeof requestForms)[number];

/** The form named by `--template`, `instances` when none is; anything else is LS102. */
export function requestForm(template: string | null): RequestForm {
  const form = template === null ? "instances" : requestForms.find((name) => name === template);
  if (form === undefined) throw new LockstepError("LS102", { message: `TensorFlow Serving has no request form "${template}"`, place: "--template", todo: `Give one of: ${requestForms.join(", ")}.` });
  return form;
}

/**
 * The one tensor that a model declares, where all columns go into it: it has a second dimension, or there is one column, and none has its
 * name. Null where columns go by name.
 */
export function singleInput(signature: ModelSignature | null, columns: readonly string[]): SignatureField | null {
  const [only] = signature?.inputs ?? [];
  return only !== undefined && signature?.inputs.length === 1 && !columns.includes(only.name) && ((only.shape.length > 1 && only.shape.at(-1) !== 1) || columns.length === 1) ? only : null;
}

/** The body of one request. LS406 when a row lacks an input, or holds what the model does not take. */
export function buildRequest(rows: readonly InputRow[], signature: ModelSignature | null, form: RequestForm, place: string): string {
  const columns = [...(rows[0] as InputRow).keys()];
  const single = singleInput(signature, columns);
  const instances = rows.map((row) => (single === null ? record(row, signature, place) : vector(row, single, place)));
  const name = signature === null ? {} : { signature_name: signature.name };
  if (form === "instances") return writeJson({ ...name, instances });
  const names = Object.keys(asObject(instances[0] as JsonValue));
  return writeJson({ ...name, inputs: single === null ? Object.fromEntries(names.map((input) => [input, instances.map((instance) => asObject(instance)[input] as JsonValue)])) : instances });
}

/** All columns of a row as the value of the one input, spread where they are lists. */
function vector(row: InputRow, input: SignatureField, place: string): JsonValue {
  const values = [...row.entries()].flatMap(([name, value]) => (Array.isArray(value) && row.size > 1 ? spread(value) : [value]).map((item) => typed(item, input, name, place)));
  const wanted = input.shape[1] ?? -1;
  // A single column that holds lists is the value; a single scalar of an input without a second dimension is too.
  if (row.size === 1 && (Array.isArray(values[0]) || input.shape.length < 2)) return values[0] as JsonValue;
  if (input.shape.length === 2 && wanted >= 0 && values.length !== wanted) {
    const textual = [...row].flatMap(([name, value]) => (typeof value === "string" ? [name] : []));
    throw new LockstepError("LS406", {
      message: `the model wants ${wanted} values a row (${input.name} [${input.shape.join(", ")}]) and the rows have ${values.length}: ${listNames([...row.keys()])}`,
      place,
      todo: `Leave out the columns that are not the model's with --exclude${textual.length === 0 ? "" : `; these hold text: ${listNames(textual)}`}.`,
    });
  }
  return values;
}

/** A row as an object of the declared inputs; a scalar for an input of shape [-1, 1] goes as a list of one. */
function record(row: InputRow, signature: ModelSignature | null, place: string): JsonValue {
  if (signature === null) return Object.fromEntries(row);
  const missing = signature.inputs.filter(({ name }) => !row.has(name)).map(({ name }) => name);
  if (missing.length > 0) throw new LockstepError("LS406", { message: `the model wants the inputs ${listNames(missing)}, which the rows do not have; they have: ${listNames([...row.keys()])}`, place });
  return Object.fromEntries([...row].flatMap(([name, value]) => {
    const input = signature.inputs.find((one) => one.name === name);
    if (input === undefined) return [];
    const written = typed(value, input, name, place);
    return [[name, input.shape.length === 2 && !Array.isArray(written) ? [written] : written]];
  }));
}

/** A value as its input's type wants it: the server takes no 1.0 for an integer and no null, but reads the token NaN. */
function typed(value: JsonValue, input: SignatureField, column: string, place: string): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => typed(item, input, column, place));
  const { dtype } = input;
  if (isFloat(dtype)) {
    if (value === null) return Number.NaN;
    if (typeof value === "number" || typeof value === "bigint") return value;
  } else if (isInteger(dtype)) {
    if (typeof value === "bigint") return value;
    if (typeof value === "number" && Number.isInteger(value)) return BigInt(value);
  } else if (dtype === "json" || typeof value === (dtype === "bool" ? "boolean" : "string") || (dtype === "string" && asObject(value)["b64"] !== undefined)) {
    return value;
  }
  throw new LockstepError("LS406", { message: `column ${column} holds ${writeJson(value)}, and the model's input ${input.name} is ${dtype}`, place });
}

const spread = (value: JsonValue): readonly JsonValue[] => (Array.isArray(value) ? (value as readonly JsonValue[]).flatMap(spread) : [value]);
const asObject = (value: JsonValue): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});
