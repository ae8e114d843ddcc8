import { listNames } from "../../../core/answers/list-names.ts";
import { isFloat, isInteger } from "../../../core/domain/dtype.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { textOf } from "../../../core/json/text-of.ts";
import { predictionName, rowsOfPredictions } from "../../../core/outputs/rows-of-predictions.ts";
import type { OutputRow, OutputValue, SignatureField } from "../../../ports/serving.ts";

/**
 * The rows of `{predictions: […]}` or `{outputs: …}`, typed by the declared outputs where there are any. An output that is alone has no
 * name in the answer, whatever the signature calls it. LS404 when the rows do not fit, LS405 for an error sent with status 200.
 */
export function readPredictions(body: JsonValue, rows: number, outputs: readonly SignatureField[], place: string): readonly OutputRow[] {
  const object = isObject(body) ? body : {};
  if (typeof object["error"] === "string") throw new LockstepError("LS405", { message: `answered 200 with an error: ${object["error"].slice(0, 200)}`, place });
  const predictions = object["predictions"] ?? object["outputs"];
  if (predictions === undefined) throw new LockstepError("LS404", { message: `the answer has neither predictions nor outputs; it has ${listNames(Object.keys(object)) || "no fields"}`, place });
  const [only] = outputs;
  const declared = outputs.length === 1 && only !== undefined ? [{ ...only, name: predictionName }] : outputs;
  return rowsOfPredictions(decoded(predictions), rows, true, place).map((row) => (declared.length === 0 ? row : typedRow(row, declared)));
}

function typedRow(row: OutputRow, outputs: readonly SignatureField[]): OutputRow {
  return new Map([...row].map(([path, value]) => {
    const output = outputs.find(({ name }) => path === name || path.startsWith(`${name}[`));
    return [path, output === undefined ? value : typed(value, output)];
  }));
}

/** JSON writes a float32 with as many digits as a float64 needs, and a whole float as it likes; the signature knows the type. */
function typed({ dtype: written, value }: OutputValue, { dtype }: SignatureField): OutputValue {
  if (isFloat(dtype) && (typeof value === "number" || typeof value === "bigint")) return { dtype, value: dtype === "float32" ? Math.fround(Number(value)) : Number(value) };
  if (isInteger(dtype) && typeof value === "bigint") return { dtype, value };
  return { dtype: written, value };
}

/** Bytes come as `{"b64": …}`: text where they are text, otherwise the base64 itself. */
function decoded(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(decoded);
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && typeof value["b64"] === "string") {
    const bytes = Buffer.from(value["b64"], "base64");
    const text = bytes.toString("utf8");
    return Buffer.from(text, "utf8").equals(bytes) ? text : `base64:${textOf(value["b64"])}`;
  }
  return Object.fromEntries(keys.map((key) => [key, decoded(value[key] as JsonValue)]));
}

const isObject = (value: JsonValue): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
