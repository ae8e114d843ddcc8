import { answerText } from "../../../core/answers/answer-text.ts";
import { errorInAnswer } from "../../../core/answers/error-in-answer.ts";
import { readJsonText } from "../../../core/answers/read-answer.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { rowsOfPredictions } from "../../../core/outputs/rows-of-predictions.ts";
import type { OutputRow } from "../../../ports/serving.ts";
import type { TransportAnswer } from "../../../ports/transport.ts";
import { readCsv } from "./read-csv.ts";

/** Fields in which containers wrap their predictions. */
const wrappers = ["predictions", "outputs", "Output"] as const;

/** The rows of a 2xx reply, in CSV when it says so, otherwise in JSON. LS401 for neither, LS404 when they do not fit, LS405 for an error. */
export function readReply(answer: TransportAnswer, rows: number, place: string): readonly OutputRow[] {
  const text = answerText(answer);
  if (/^text\/csv\b/i.test(answer.headers["content-type"] ?? "") && text.trim() !== "") return readCsv(text, rows, place);
  const body = readJsonText(text, place);
  const error = errorInAnswer(body);
  if (error !== null) throw new LockstepError("LS405", { message: `answered 200 with an error: ${error}`, place });
  const object = typeof body === "object" && body !== null && !Array.isArray(body) ? (body as JsonObject) : null;
  const wrapper = object === null ? undefined : wrappers.find((name) => object[name] !== undefined);
  return rowsOfPredictions(wrapper === undefined ? body : (object?.[wrapper] as JsonValue), rows, true, place);
}
