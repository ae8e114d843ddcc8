import type { PreprocessingCase } from "../../core/domain/manifest.ts";
import type { z } from "zod";
import { shortNumber } from "../../core/wording/short-number.ts";

type Expectation = z.infer<typeof PreprocessingCase>["expect"];
type Scalar = string | number | boolean | null;
type Expected = readonly Scalar[] | Readonly<Record<string, Scalar>>;

/** What came, in the shape in which it was expected. */
export interface ActualValues {
  /** By place, or by name where names are known. */
  readonly values: readonly Scalar[];
  readonly names: readonly string[] | null;
}

/** Numbers of a case are written by people with a few digits; what they computed by hand agrees this far. */
export const caseTolerance = 1e-9;

/** What is wrong, in one phrase; null when everything is as expected. */
export const valuesFlaw = (expected: Expected, { values, names }: ActualValues, tolerance: number): string | null => {
  if (Array.isArray(expected)) {
    if (expected.length !== values.length) return `${expected.length} values were expected, ${values.length} came`;
    return firstFlaw(expected.map((value, place) => flawOf(names?.[place] ?? `value ${place + 1}`, value as Scalar, values[place] ?? null, tolerance)));
  }
  return firstFlaw(Object.entries(expected as Readonly<Record<string, Scalar>>).map(([name, value]) => {
    const place = names?.indexOf(name) ?? -1;
    return place < 0 ? `there is no ${name}${names === null ? ", for the values have no names" : ` (there are ${names.slice(0, 8).join(", ")})`}` : flawOf(name, value, values[place] ?? null, tolerance);
  }));
};

const firstFlaw = (flaws: readonly (string | null)[]): string | null => {
  const found = flaws.filter((flaw) => flaw !== null);
  return found.length === 0 ? null : `${found[0]}${found.length === 1 ? "" : ` (and ${found.length - 1} more)`}`;
};

const flawOf = (name: string, expected: Scalar, actual: Scalar, tolerance: number): string | null => {
  const [wanted, got] = [asNumber(expected), asNumber(actual)];
  if (wanted !== null && got !== null) {
    if (Object.is(wanted, got) || Math.abs(wanted - got) <= tolerance) return null;
    return `${name} is ${String(actual)}, expected ${String(expected)}${Number.isFinite(wanted - got) ? ` (off by ${shortNumber(Math.abs(wanted - got))})` : ""}`;
  }
  return Object.is(expected, actual) ? null : `${name} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`;
};

/** NaN and infinities travel as texts. */
const asNumber = (value: Scalar): number | null => {
  if (typeof value === "number") return value;
  return value === "NaN" || value === "Infinity" || value === "-Infinity" ? Number(value) : null;
};

/** Type and shape, where the case names them. */
export const formFlaw = (expect: Expectation, actual: { readonly dtype: string | null; readonly shape: readonly number[] | null }): string | null => {
  if (expect.dtype !== undefined && expect.dtype !== actual.dtype) return `the type is ${actual.dtype ?? "not told"}, expected ${expect.dtype}`;
  if (expect.shape === undefined) return null;
  const got = actual.shape;
  const fits = got !== null && got.length === expect.shape.length && expect.shape.every((size, place) => size === -1 || size === got[place]);
  return fits ? null : `the shape is ${got === null ? "not told" : `[${got.join(", ")}]`}, expected [${expect.shape.join(", ")}]`;
};

/** An input that must be refused: null when it was, with the words that were agreed. */
export const refusalFlaw = (wanted: true | string, refusal: string | null): string | null => {
  if (refusal === null) return "it was accepted, and must be refused";
  return wanted === true || refusal.includes(wanted) ? null : `it was refused with other words than "${wanted}": ${refusal}`;
};
