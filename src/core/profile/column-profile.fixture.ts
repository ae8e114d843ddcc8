import type { ColumnProfile, ColumnSpec, NumericProfile } from "../domain/profile.ts";
import { placeInBins } from "./place-in-bins.ts";
import { sumCompensated } from "./sum-compensated.ts";

type Value = number | string | boolean | null | undefined;

/** A finite number, or null; true and false are 1 and 0. */
export const finiteOf = (value: Value): number | null => (typeof value === "boolean" ? Number(value) : typeof value === "number" && Number.isFinite(value) ? value : null);

/** A category as text; null and NaN are no value. */
export const textOf = (value: Value): string | null => (value === null || value === undefined || (typeof value === "number" && Number.isNaN(value)) ? null : String(value));

/** What is kept of one column's values. */
export const columnProfileOf = (column: ColumnSpec, values: readonly Value[], gamma: number): ColumnProfile => {
  if (column.kind === "category") return categories(column, values);
  if (column.kind === "text") return texts(values);
  return numbers(column, column.kind === "time" ? values.map((value) => (typeof value === "string" ? Date.parse(value) / 1000 : value)) : values, gamma);
};

const numbers = (column: ColumnSpec, values: readonly Value[], gamma: number): NumericProfile => {
  const finite = values.map(finiteOf).filter((value) => value !== null);
  const places = finite.map((value) => placeInBins(value, column, gamma));
  const distances = finite.map((value) => value - (column.pivot ?? 0));
  const count = (member: Value): number => values.filter((value) => Object.is(value, member)).length;
  const bins = (side: string): NumericProfile["positive"] => {
    const counts = new Map<number, number>();
    for (const place of places) if (place.side === side) counts.set(place.bin, (counts.get(place.bin) ?? 0) + 1);
    return [...counts].map(([bin, n]) => ({ bin, count: n })).sort((a, b) => a.bin - b.bin);
  };
  const inside = (side: string): number => places.filter((place) => place.side === side && !place.outside).length;
  return {
    kind: "numeric", n: finite.length, nulls: count(null) + count(undefined), nan: count(Number.NaN), positiveInfinity: count(Infinity), negativeInfinity: count(-Infinity),
    sum: sumCompensated(distances), sumSquares: sumCompensated(distances.map((distance) => distance * distance)),
    min: finite.length > 0 ? finite.reduce((a, b) => Math.min(a, b)) : null, max: finite.length > 0 ? finite.reduce((a, b) => Math.max(a, b)) : null,
    zero: inside("zero"), one: inside("one"), positive: bins("positive"), negative: bins("negative"), outside: places.filter((place) => place.outside).length,
  };
};

const categories = (column: ColumnSpec, values: readonly Value[]): ColumnProfile => {
  const texts = values.map(textOf).filter((value) => value !== null);
  const known = new Map((column.categories ?? []).map((category) => [category, 0]));
  const unseen = new Map<string, number>();
  for (const text of texts) (known.has(text) ? known : unseen).set(text, ((known.has(text) ? known : unseen).get(text) ?? 0) + 1);
  return {
    kind: "category", n: texts.length, nulls: values.length - texts.length, counts: [...known.values()], unseen: [...unseen.values()].reduce((a, b) => a + b, 0),
    unseenExamples: [...unseen].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, 10),
  };
};

const texts = (values: readonly Value[]): ColumnProfile => {
  const lengths = values.map(textOf).filter((value) => value !== null).map((value) => [...value].length);
  return {
    kind: "text", n: lengths.length, nulls: values.length - lengths.length, empty: lengths.filter((length) => length === 0).length,
    sumLength: lengths.reduce((a, b) => a + b, 0), sumSquaredLength: lengths.reduce((a, b) => a + b * b, 0),
    minLength: lengths.length > 0 ? Math.min(...lengths) : null, maxLength: lengths.length > 0 ? Math.max(...lengths) : null,
  };
};
