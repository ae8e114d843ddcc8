import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { textOf } from "../../../core/json/text-of.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import { flattenOutputs } from "../../../core/outputs/flatten-outputs.ts";
import type { OutputRow } from "../../../ports/serving.ts";

/** The output's name where predictions are bare values. */
export const predictionName = "prediction";

/** The rows of an answer: `{predictions: …}` or the bare predictions, as scalars, lists, records, or columns. LS404 when they do not fit. */
export function readPredictions(body: JsonValue, rows: number, place: string): readonly OutputRow[] {
  const wrapped = isObject(body) && Object.hasOwn(body, "predictions");
  const predictions = wrapped ? (body["predictions"] as JsonValue) : body;
  if (isObject(body) && !wrapped && typeof body["error_code"] === "string") {
    throw new LockstepError("LS405", { message: `answered 200 with an error: ${textOf(body["message"] ?? body["error_code"]).slice(0, 200)}`, place });
  }
  if (Array.isArray(predictions)) {
    const list = predictions as readonly JsonValue[];
    if (list.length !== rows) throw wrong(`has ${list.length} predictions for ${rows} ${rows === 1 ? "row" : "rows"}`, place);
    return list.map((item) => flattenOutputs(isObject(item) ? null : predictionName, item));
  }
  if (isObject(predictions)) {
    const columns = Object.entries(predictions);
    if (columns.length === 0) throw wrong("has no predictions", place);
    // A model that returns a dictionary of arrays is answered by columns; an unwrapped reply (of a chat, say) is one thing.
    if (wrapped && columns.every(([, column]) => Array.isArray(column) && column.length === rows)) {
      return Array.from({ length: rows }, (_, i) => flattenOutputs(null, Object.fromEntries(columns.map(([name, column]) => [name, (column as readonly JsonValue[])[i] as JsonValue]))));
    }
    if (rows === 1) return [flattenOutputs(null, predictions)];
  }
  if (rows === 1 && predictions !== null) return [flattenOutputs(predictionName, predictions)];
  throw wrong(`has ${predictions === null ? "no predictions" : `${writeJson(predictions).slice(0, 80)} as predictions`} for ${rows} ${rows === 1 ? "row" : "rows"}`, place);
}

const wrong = (message: string, place: string): LockstepError => new LockstepError("LS404", { message: `the answer ${message}`, place });
const isObject = (value: JsonValue): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
