import { answerText } from "../../../core/answers/answer-text.ts";
import { listNames } from "../../../core/answers/list-names.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { DType } from "../../../core/domain/dtype.ts";
import { JsonSyntaxError } from "../../../core/json/json-syntax-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { readJson } from "../../../core/json/read-json.ts";
import { textOf } from "../../../core/json/text-of.ts";
import type { SignatureField } from "../../../ports/serving.ts";
import type { Transport } from "../../../ports/transport.ts";

/** One way of asking a model, as it was saved. */
export interface ModelSignature {
  readonly name: string;
  readonly version: string | null;
  readonly inputs: readonly SignatureField[];
  readonly outputs: readonly SignatureField[];
}

const dtypes: Readonly<Record<string, DType>> = {
  DT_BOOL: "bool", DT_STRING: "string", DT_HALF: "float16", DT_BFLOAT16: "float32", DT_FLOAT: "float32", DT_DOUBLE: "float64",
  DT_INT8: "int8", DT_INT16: "int16", DT_INT32: "int32", DT_INT64: "int64", DT_UINT8: "uint8", DT_UINT16: "uint16", DT_UINT32: "uint32", DT_UINT64: "uint64",
};

const usualSignature = "serving_default";

/**
 * The signature named, or `serving_default`, or the only one, from `GET …/metadata`; null when the server tells none (it may be too old).
 * LS306 when a signature was named that the model does not have.
 */
export async function modelSignature(transport: Transport, path: string, named: string | null, signal?: AbortSignal): Promise<ModelSignature | null> {
  const answer = await transport.send({ method: "GET", url: `${path}/metadata`, ...(signal === undefined ? {} : { signal }) });
  const body = answer.status === 200 ? asObject(parse(answerText(answer))) : {};
  const definitions = asObject(asObject(asObject(body["metadata"])["signature_def"])["signature_def"]);
  // What a saved model runs when it is loaded takes no requests.
  const names = Object.keys(definitions).filter((name) => name !== "__saved_model_init_op");
  if (names.length === 0) return null;
  const name = named ?? (names.includes(usualSignature) ? usualSignature : names.length === 1 ? (names[0] as string) : null);
  if (name === null || !names.includes(name)) {
    throw new LockstepError("LS306", { message: name === null ? `the model has ${names.length} signatures and none is ${usualSignature}: ${listNames(names)}` : `the model has no signature ${name}; it has: ${listNames(names)}`, place: `${transport.address}${path}/metadata`, todo: "Name one of these at the end of the URL: ?signature_name=NAME." });
  }
  const definition = asObject(definitions[name]);
  const version = textOf(asObject(body["model_spec"])["version"]);
  return { name, version: version === "" ? null : version, inputs: fields(definition["inputs"]), outputs: fields(definition["outputs"]) };
}

/** A tensor of unknown rank is taken for one of rows and columns, the usual one. */
function fields(tensors: JsonValue | undefined): readonly SignatureField[] {
  return Object.entries(asObject(tensors)).map(([name, value]) => {
    const { dtype, tensor_shape: tensorShape } = asObject(value);
    const { dim, unknown_rank: unknown } = asObject(tensorShape);
    const shape = Array.isArray(dim) ? (dim as readonly JsonValue[]).map((one) => Number(textOf(asObject(one)["size"]))) : [];
    return { name, dtype: dtypes[textOf(dtype)] ?? "json", shape: unknown === true ? [-1, -1] : shape };
  });
}

function parse(text: string): JsonValue {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}

const asObject = (value: JsonValue | undefined): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});
