import { LockstepError } from "../errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { writeJson } from "../json/write-json.ts";
import { type FlatOutput, flattenOutputs } from "./flatten-outputs.ts";

/** What an output is called where predictions are bare values. */
export const predictionName = "prediction";

/**
 * The rows of a list of predictions: scalars (`prediction`), lists (`prediction[i]`) or records (their keys), one for each row; or of an
 * object of columns with one item for each row, when `columns` allows it. One row may also come bare. LS404 when they do not fit.
 */
export function rowsOfPredictions(predictions: JsonValue, rows: number, columns: boolean, place: string): readonly ReadonlyMap<string, FlatOutput>[] {
  const count = rows === 1 ? "1 row" : `${rows} rows`;
  if (Array.isArray(predictions)) {
    const list = predictions as readonly JsonValue[];
    if (list.length !== rows) throw wrong(`has ${list.length} predictions for ${count}`, place);
    return list.map((item) => flattenOutputs(isObject(item) ? null : predictionName, item));
  }
  if (isObject(predictions)) {
    const entries = Object.entries(predictions);
    if (entries.length === 0) throw wrong("has no predictions", place);
    if (columns && entries.every(([, column]) => Array.isArray(column) && column.length === rows)) {
      return Array.from({ length: rows }, (_, i) => flattenOutputs(null, Object.fromEntries(entries.map(([name, column]) => [name, (column as readonly JsonValue[])[i] as JsonValue]))));
    }
    if (rows === 1) return [flattenOutputs(null, predictions)];
  }
  if (rows === 1 && predictions !== null) return [flattenOutputs(predictionName, predictions)];
  throw wrong(`has ${predictions === null ? "no predictions" : `${writeJson(predictions).slice(0, 80)} as predictions`} for ${count}`, place);
}

const wrong = (message: string, place: string): LockstepError => new LockstepError("LS404", { message: `the answer ${message}`, place });
const isObject = (value: JsonValue): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
