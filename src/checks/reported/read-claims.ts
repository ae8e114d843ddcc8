import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { JsonSyntaxError } from "../../core/json/json-syntax-error.ts";
import type { JsonObject, JsonValue } from "../../core/json/json-value.ts";
import { numberOf } from "../../core/json/number-of.ts";
import { readJson } from "../../core/json/read-json.ts";
import { textOf } from "../../core/json/text-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { halfUnitOf, writtenNumbers } from "./written-digits.ts";
import type { ReportedClaim } from "./reported-claim.ts";

const keys = ["value", "average", "positive", "threshold", "quantile", "unit", "n", "window", "definition"];

/** What a source of reported metrics must look like, for advice. */
const shape = 'Write {"metric": value} or {"metric": {"value": 0.91, "average": …, "positive": …, "threshold": …, "quantile": …, "unit": …, "n": …, "window": …}}.';

/** The metrics in a JSON text: `{"f1": 0.91}` or `{"f1": {"value": 0.91, "average": "macro", …}}`. LS203 with the place for what is neither. */
export const readClaims = (text: string, place: string): ReportedClaim[] => {
  const json = parsed(text, place);
  if (!isObject(json)) throw wrong("a JSON object of metrics is wanted", place);
  const written = writtenNumbers(text);
  return Object.entries(json).map(([name, given]) => {
    const at = `${place}: ${name}`;
    if (!isObject(given)) return { ...nothingMore, name, ...valueOf(given, written.get(JSON.stringify([name])), at) };
    const unknown = Object.keys(given).find((key) => !keys.includes(key));
    if (unknown !== undefined) throw wrong(`there is no key ${unknown}; there are ${listOf(keys)}`, `${at}.${unknown}`);
    return {
      name, ...valueOf(given["value"], written.get(JSON.stringify([name, "value"])), `${at}.value`),
      average: wordOf(given, "average", at), unit: wordOf(given, "unit", at), window: windowOf(given, at), definition: wordOf(given, "definition", at),
      positive: given["positive"] === undefined || given["positive"] === null ? null : given["positive"] === true ? "1" : given["positive"] === false ? "0" : textOf(given["positive"]),
      threshold: countOrNumber(given, "threshold", at, () => true, "a number"),
      quantile: countOrNumber(given, "quantile", at, (q) => q > 0 && q < 1, "a number above 0 and below 1"),
      n: countOrNumber(given, "n", at, (n) => Number.isSafeInteger(n) && n >= 0, "a whole number of rows"),
    };
  });
};

const nothingMore = { average: null, positive: null, threshold: null, quantile: null, unit: null, n: null, window: null, definition: null };

const parsed = (text: string, place: string): JsonValue => {
  try {
    return readJson(text);
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    throw new LockstepError("LS203", { message: `the reported metrics are not JSON: ${cause.message}`, place, todo: shape, cause });
  }
};

const isObject = (value: JsonValue | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

const wrong = (message: string, place: string): LockstepError => new LockstepError("LS203", { message, place, todo: shape });

const valueOf = (given: JsonValue | undefined, written: string | undefined, place: string): Pick<ReportedClaim, "value" | "text" | "halfUnit"> => {
  const value = numberOf(given);
  if (!Number.isFinite(value)) throw wrong(given === undefined ? "there is no value" : `${textOf(given).slice(0, 60)} is not a finite number`, place);
  const text = written ?? String(value);
  return { value, text, halfUnit: halfUnitOf(text) };
};

const wordOf = (given: JsonObject, key: string, place: string): string | null => {
  const value = given[key];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw wrong(`${textOf(value).slice(0, 60)} is not a text`, `${place}.${key}`);
  return value;
};

/** A window may also be the number of the latest rows. */
const windowOf = (given: JsonObject, place: string): string | null => {
  const rows = numberOf(given["window"]);
  return Number.isSafeInteger(rows) && rows > 0 ? `last ${rows}` : wordOf(given, "window", place);
};

const countOrNumber = (given: JsonObject, key: string, place: string, fits: (value: number) => boolean, wanted: string): number | null => {
  const value = given[key];
  if (value === undefined || value === null) return null;
  const number = numberOf(value);
  if (!Number.isFinite(number) || !fits(number)) throw wrong(`${textOf(value).slice(0, 60)} is not ${wanted}`, `${place}.${key}`);
  return number;
};
