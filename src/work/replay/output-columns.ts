import { type DType, isFloat, isInteger } from "../../core/domain/dtype.ts";
import type { OutputRow, OutputValue } from "../../ports/serving.ts";

/** One output's column in a recording. */
export interface OutputColumn {
  readonly path: string;
  readonly dtype: DType;
  /** What the model wrote, by dtype, when it wrote more than one; nulls are not counted. */
  readonly mixed: Readonly<Partial<Record<DType, number>>> | null;
}

interface Seen {
  readonly dtypes: Map<DType, number>;
  low: bigint;
  high: bigint;
  /** Whether every integer is a float64 too. */
  exact: boolean;
}

const ranges = {
  int8: [-128n, 127n], int16: [-(2n ** 15n), 2n ** 15n - 1n], int32: [-(2n ** 31n), 2n ** 31n - 1n], int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n], uint16: [0n, 2n ** 16n - 1n], uint32: [0n, 2n ** 32n - 1n], uint64: [0n, 2n ** 64n - 1n],
} as const satisfies Partial<Record<DType, readonly [bigint, bigint]>>;
type IntegerDType = keyof typeof ranges;

/** Collects what types an output was answered in, row by row, and then says what column holds them all without loss. */
export class OutputColumns {
  readonly #seen = new Map<string, Seen>();

  add(row: OutputRow): void {
    for (const [path, output] of row) {
      let seen = this.#seen.get(path);
      if (seen === undefined) {
        seen = { dtypes: new Map(), low: 0n, high: 0n, exact: true };
        this.#seen.set(path, seen);
      }
      if (output.value === null) continue;
      const dtype = output.dtype === "null" ? "string" : output.dtype;
      seen.dtypes.set(dtype, (seen.dtypes.get(dtype) ?? 0) + 1);
      if (typeof output.value === "bigint") {
        if (output.value < seen.low) seen.low = output.value;
        if (output.value > seen.high) seen.high = output.value;
        seen.exact &&= BigInt(Number(output.value)) === output.value;
      }
    }
  }

  /** In the order in which the outputs first appeared. */
  columns(): readonly OutputColumn[] {
    return [...this.#seen].map(([path, seen]) => ({ path, dtype: commonDType(seen), mixed: seen.dtypes.size > 1 ? Object.fromEntries(seen.dtypes) : null }));
  }
}

/** The type that holds every value exactly; text when no number does. */
const commonDType = (seen: Seen): DType => {
  const dtypes = [...seen.dtypes.keys()];
  const [first] = dtypes;
  if (first === undefined) return "null";
  if (dtypes.every(isInteger)) return integerFor(dtypes as IntegerDType[], seen);
  if (dtypes.length === 1) return first;
  if (dtypes.every(isFloat)) return dtypes.includes("float64") ? "float64" : "float32";
  if (dtypes.every((dtype) => isFloat(dtype) || isInteger(dtype)) && seen.exact) return "float64";
  return "string";
};

const integerFor = (dtypes: readonly IntegerDType[], seen: Seen): DType => {
  const holds = (dtype: IntegerDType): boolean => ranges[dtype][0] <= seen.low && seen.high <= ranges[dtype][1];
  const widest: readonly IntegerDType[] = dtypes.length === 1 ? [dtypes[0] as IntegerDType, "int64", "uint64"] : ["int64", "uint64"];
  return widest.find(holds) ?? "string";
};

/** A value as its column holds it. */
export const cellFor = (output: OutputValue, dtype: DType): OutputValue["value"] => {
  const { value } = output;
  if (value === null) return null;
  if (dtype === "string" && typeof value !== "string") return Object.is(value, -0) ? "-0" : String(value);
  return isFloat(dtype) && typeof value === "bigint" ? Number(value) : value;
};
