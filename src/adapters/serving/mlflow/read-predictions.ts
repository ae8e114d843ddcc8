import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { textOf } from "../../../core/json/text-of.ts";
import { rowsOfPredictions } from "../../../core/outputs/rows-of-predictions.ts";
import type { OutputRow } from "../../../ports/serving.ts";

/** The rows of an answer: `{predictions: …}` or the bare predictions, as scalars, lists, records, or columns. LS404 when they do not fit. */
export function readPredictions(body: JsonValue, rows: number, place: string): readonly OutputRow[] {
  const object = typeof body === "object" && body !== null && !Array.isArray(body) ? (body as JsonObject) : null;
  const wrapped = object !== null && Object.hasOwn(object, "predictions");
  if (object !== null && !wrapped && typeof object["error_code"] === "string") {
    throw new LockstepError("LS405", { message: `answered 200 with an error: ${textOf(object["message"] ?? object["error_code"]).slice(0, 200)}`, place });
  }
  // A model that returns a dictionary of arrays is answered by columns; an unwrapped reply (of a chat, say) is one thing.
  return rowsOfPredictions(wrapped ? (object["predictions"] as JsonValue) : body, rows, wrapped, place);
}
