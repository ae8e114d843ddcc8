import type { Random } from "../../core/random/random.ts";
import type { JsonValue } from "../../core/json/json-value.ts";
import type { InputRow } from "../../ports/serving.ts";

/** Smallest magnitude for which float32 has its full 24 bits, and largest it can hold. */
const smallestNormal = 2 ** -126;
const largest = (2 - 2 ** -23) * 2 ** 127;

/** Integers of a float64 up to here are integers of a float32 too. */
const largestInteger = 2 ** 24;

/**
 * The row as a model gets it when somebody on the way keeps numbers in float32: the smallest change of an input that any two
 * sound environments can differ by. What the model makes of it bounds how exactly its answers can be expected to agree.
 *
 * - A float64 is rounded to the nearest float32.
 * - A number that is a float32 already moves to one of its two neighbours, chosen at random: it was rounded before.
 * - Integers stay, written as `3` or as `3.0`: they are counts and codes, and code 2.9999998 is another category, not a rounding.
 * - NaN, infinities and magnitudes outside float32's normal range stay: the error would not be one of rounding.
 *
 * Nested lists and records are followed. Returns null when nothing in the row can be rounded.
 */
export const roundToFloat32 = (row: InputRow, random: Random): InputRow | null => {
  let changed = false;
  const round = (value: JsonValue): JsonValue => {
    if (typeof value === "number") {
      const rounded = roundNumber(value, random);
      changed ||= rounded !== value && !Number.isNaN(value);
      return rounded;
    }
    if (value === null || typeof value !== "object") return value;
    if (isList(value)) return value.map(round);
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, round(member)]));
  };
  const rounded = new Map<string, JsonValue>();
  for (const [name, value] of row) rounded.set(name, round(value));
  return changed ? rounded : null;
};

const isList = (value: object): value is readonly JsonValue[] => Array.isArray(value);

const roundNumber = (value: number, random: Random): number => {
  const magnitude = Math.abs(value);
  if (!(magnitude >= smallestNormal && magnitude <= largest)) return value;
  if (Number.isInteger(value) && magnitude <= largestInteger) return value;
  const rounded = Math.fround(value);
  if (rounded !== value) return rounded;
  const up = random.below(2) === 1;
  return neighbour(value, up);
};

const word = new DataView(new ArrayBuffer(4));

/** The next float32 in a direction; the value is one, is not 0 and stays within float32's range. */
const neighbour = (value: number, up: boolean): number => {
  word.setFloat32(0, value);
  const away = up === value > 0;
  word.setInt32(0, word.getInt32(0) + (away ? 1 : -1));
  const moved = word.getFloat32(0);
  return Number.isFinite(moved) ? moved : value;
};
