/**
 * JSON as a model wrote it. An integer literal is a `bigint` and a literal with a fraction, an exponent, `-0`, `NaN`
 * or `Infinity` is a `number`, so 2^53 + 1, `1` against `1.0` and non-finite scores all survive the trip.
 */
export type JsonValue = null | boolean | string | bigint | number | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}
