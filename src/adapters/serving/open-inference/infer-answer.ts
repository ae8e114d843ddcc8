import type { HttpAnswer } from "../../../core/answers/http-answer.ts";
import { readAnswer } from "../../../core/answers/read-answer.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { numberOf } from "../../../core/json/number-of.ts";
import { textOf } from "../../../core/json/text-of.ts";
import { decodeElements } from "./binary-elements.ts";

/** The header that says how many bytes of the body are JSON; binary tensors follow, in the order of the JSON's tensors. */
export const jsonLengthHeader = "inference-header-content-length";

/**
 * The JSON of an inference answer, with tensors that came as raw bytes put where JSON would have them (`data`). LS404 when the bytes
 * are not those that were announced.
 */
export function readInferAnswer(answer: HttpAnswer, place: string): JsonValue {
  const announced = answer.headers[jsonLengthHeader];
  if (announced === undefined) return readAnswer(answer, place);
  const length = /^\d+$/.test(announced) ? Number(announced) : Number.NaN;
  if (!(length <= answer.body.length)) throw wrong(`announces ${announced} bytes of JSON and has ${answer.body.length} bytes`, place);
  const body = readAnswer({ ...answer, body: answer.body.subarray(0, length) }, place);
  const outputs = asObject(body)["outputs"];
  if (!Array.isArray(outputs)) return body;
  const raw = answer.body.subarray(length);
  let at = 0;
  const read = (outputs as readonly JsonValue[]).map((output) => {
    const tensor = asObject(output);
    const announcedSize = asObject(tensor["parameters"])["binary_data_size"];
    if (announcedSize === undefined) return output;
    const size = numberOf(announcedSize);
    const name = textOf(tensor["name"]);
    if (!Number.isInteger(size) || size < 0 || at + size > raw.length) throw wrong(`announces ${textOf(announcedSize)} bytes for the output ${name}, and ${raw.length - at} are left`, place);
    const datatype = textOf(tensor["datatype"]).toUpperCase();
    const data = decodeElements(raw.subarray(at, at + size), datatype);
    if (data === null) throw wrong(`has ${size} bytes in the output ${name}, which are no whole elements of ${datatype}`, place);
    at += size;
    return { ...tensor, data };
  });
  if (at < raw.length) throw wrong(`has ${raw.length - at} bytes that belong to no output`, place);
  return { ...(body as JsonObject), outputs: read };
}

const wrong = (message: string, place: string): LockstepError => new LockstepError("LS404", { message: `the answer ${message}`, place });
const asObject = (value: JsonValue | undefined): JsonObject => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {});
