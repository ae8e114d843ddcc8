import { errorInAnswer } from "../../../core/answers/error-in-answer.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { JsonObject, JsonValue } from "../../../core/json/json-value.ts";
import { writeJson } from "../../../core/json/write-json.ts";
import { flattenOutputs } from "../../../core/outputs/flatten-outputs.ts";
import type { OutputRow } from "../../../ports/serving.ts";

/** Fields in which services wrap their list of answers, the most usual first. */
const wrappers = ["predictions", "outputs", "results", "data", "instances", "items"];

/** The outputs of a request that could carry one row only: the whole answer. */
export function readOneRow(body: JsonValue, place: string): readonly OutputRow[] {
  if (body === null || (Array.isArray(body) && body.length === 0) || (isObject(body) && Object.keys(body).length === 0)) throw wrong(`is ${writeJson(body)} and holds no output`, place);
  refuseErrors([body], place);
  return [flattenOutputs(null, body)];
}

/**
 * The outputs of a request that could carry several rows: a list with one item per row, at the top, under a usual name or under
 * any; parallel lists are taken together. One row is read the same way as many, so that names agree.
 */
export function readRows(body: JsonValue, rows: number, place: string): readonly OutputRow[] {
  refuseErrors(Array.isArray(body) && body.length > 0 ? body : [body], place);
  const ofRows = (value: JsonValue | undefined): boolean => Array.isArray(value) && value.length === rows;
  if (Array.isArray(body)) {
    if (!ofRows(body)) throw wrong(`is a list of ${body.length} for ${count(rows)}`, place);
    return (body as readonly JsonValue[]).map((item) => flattenOutputs(null, item));
  }
  if (!isObject(body)) throw wrong(`is ${writeJson(body).slice(0, 80)}, not a list for ${count(rows)}`, place);
  const lists = Object.keys(body).filter((name) => ofRows(body[name]));
  const usual = wrappers.find((name) => lists.includes(name));
  const [only] = lists;
  const wrapper = usual ?? (lists.length === 1 ? only : undefined);
  const items = wrapper === undefined ? [] : (body[wrapper] as readonly JsonValue[]);
  if (items.length > 0 && items.every(isObject)) return items.map((item) => flattenOutputs(null, item));
  if (lists.length > 0) {
    return Array.from({ length: rows }, (_, i) => flattenOutputs(null, Object.fromEntries(lists.map((name) => [name, (body[name] as readonly JsonValue[])[i] as JsonValue]))));
  }
  const seen = Object.entries(body).map(([name, value]) => (Array.isArray(value) ? `${name}: a list of ${value.length}` : name));
  throw wrong(`has no list of ${rows} for ${count(rows)}; it has ${seen.length === 0 ? "nothing" : seen.slice(0, 10).join(", ")}`, place);
}

/** LS405 when there is nothing but errors: two environments that fail in the same words do not agree. */
function refuseErrors(answers: readonly JsonValue[], place: string): void {
  const errors = answers.map(errorInAnswer);
  const [first] = errors;
  if (first !== undefined && first !== null && !errors.includes(null)) throw new LockstepError("LS405", { message: `answered 2xx with an error: ${first}`, place });
}

const count = (rows: number): string => (rows === 1 ? "1 row" : `${rows} rows`);
const wrong = (message: string, place: string): LockstepError => new LockstepError("LS404", { message: `the answer ${message}`, place });
const isObject = (value: JsonValue): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);
