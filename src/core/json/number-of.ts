import type { JsonValue } from "./json-value.ts";

/** A foreign value as a number, NaN when it is none. `Number` would read texts and fail on objects from the wire. */
export const numberOf = (value: JsonValue | undefined): number => (typeof value === "bigint" || typeof value === "number" ? Number(value) : Number.NaN);
