import { type DType, isFloat } from "../../core/domain/dtype.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { JsonValue } from "../../core/json/json-value.ts";
import { canonicalJson } from "../../core/ledger/canonical-json.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { normal } from "../../core/random/normal.ts";
import type { Random } from "../../core/random/random.ts";
import { streamOf } from "../../core/random/stream-of.ts";
import type { InputRow, SignatureField } from "../../ports/serving.ts";
import type { Inputs } from "./read-inputs.ts";

/** A described input; `nullable` where the description says that it may be left empty. */
export type SyntheticField = SignatureField & { readonly nullable?: boolean };

/** Rows to make when nobody said how many: as many as the probes ask, so one figure bounds all of them. */
export const SYNTHETIC_ROWS = 300;

/** Size of a dimension that a model leaves open, beyond the batch: it takes any, so a small one. */
const openDimension = 4;

/** More numbers than this in one row are an image or a text, of which random numbers say nothing. */
const largestRow = 1_000_000;

/** Integers are drawn below this: small enough to be a code or a count of anything. */
const smallIntegers = 10;

const words = ["a", "b", "c", "red", "green", "blue", "north", "south", "yes", "no"];

/** What the first rows hold in every field: where models differ in what they do about the unusual. */
const edges = ["zero", "one", "negative", "large", "null"] as const;
type Edge = (typeof edges)[number];

/** Large, and still an integer in every float type but float16. */
const large = 1e6;

const integerHighs: Partial<Record<DType, number>> = { int8: 127, uint8: 255, int16: 32_767, uint16: 65_535 };
const float16High = 65_504;

/**
 * Rows made from a model's own description of its inputs, for whom has none at hand: standard normal numbers, small integers,
 * coins and short words, and edge rows before them. They show whether two environments run the same model, not how often real
 * inputs would be answered differently. The same fields, count and seed give the same rows.
 */
export const syntheticInputs = (fields: readonly SyntheticField[], count: number, seed: number): Inputs => {
  if (fields.length === 0) throw new LockstepError("LS210", { message: "The model does not describe its inputs, so none can be made up." });
  const kinds: (Edge | null)[] = edges.filter((edge) => edge !== "null" || fields.some(({ nullable }) => nullable === true)).slice(0, count);
  while (kinds.length < count) kinds.push(null);
  const streams = fields.map(({ name }) => streamOf(seed, `synthetic ${name}`));
  const shapes = fields.map(rowShape);
  const rows = kinds.map((edge): InputRow => new Map(fields.map((field, index) => [field.name, fieldValue(field, shapes[index] as readonly number[], edge, streams[index] as Random)])));
  const description = { fields: fields.map(({ name, dtype, shape, nullable }) => ({ name, dtype, shape, nullable })), count, seed };
  return {
    rows, keys: rows.map((_, index) => String(index)), keyColumn: null, keyOrigin: "guessed", keyNote: "rows were made up and are known by their number, from 0",
    features: fields.map(({ name }) => name), heldBack: [], label: null, digest: sha256(canonicalJson(description)), synthetic: true,
  };
};

/** The shape of one row's value: without the batch, open dimensions filled in. One number alone is a scalar. */
const rowShape = (field: SignatureField): readonly number[] => {
  const shape = field.shape.slice(1).map((size) => (size < 0 ? openDimension : size));
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (size > largestRow) throw new LockstepError("LS210", { message: `The input ${field.name} takes ${size.toLocaleString("en-US")} values per row, too many to make up.` });
  return size === 1 && shape.length <= 1 ? [] : shape;
};

const fieldValue = (field: SyntheticField, shape: readonly number[], edge: Edge | null, random: Random): JsonValue => {
  if (edge === "null" && field.nullable === true) return null;
  const fill = (depth: number): JsonValue => (depth === shape.length ? scalar(field.dtype, edge, random) : Array.from({ length: shape[depth] as number }, () => fill(depth + 1)));
  return fill(0);
};

/** One value. It draws from the stream also when an edge decides, so that the rows after do not depend on the edges before. */
const scalar = (dtype: DType, edge: Edge | null, random: Random): JsonValue => {
  if (dtype === "bool") {
    const drawn = random.below(2);
    return (edgeNumber(edge, 1, false) ?? drawn) === 1;
  }
  if (dtype === "string" || dtype === "json" || dtype === "null") return textFor(edge, random);
  if (isFloat(dtype)) {
    const drawn = normal(random);
    const value = edgeNumber(edge, dtype === "float16" ? float16High : large, true) ?? drawn;
    return dtype === "float64" ? value : Math.fround(value);
  }
  const drawn = random.below(smallIntegers);
  return BigInt(edgeNumber(edge, integerHighs[dtype] ?? large, dtype.startsWith("int")) ?? drawn);
};

const edgeNumber = (edge: Edge | null, high: number, signed: boolean): number | null => {
  switch (edge) {
    case "zero": return 0;
    case "one": return 1;
    case "negative": return signed ? -1 : 0;
    case "large": return high;
    default: return null;
  }
};

const textFor = (edge: Edge | null, random: Random): string => {
  const drawn = words[random.below(words.length)] as string;
  switch (edge) {
    case "zero": return "";
    case "negative": return "-1";
    case "large": return "x".repeat(200);
    default: return drawn;
  }
};
