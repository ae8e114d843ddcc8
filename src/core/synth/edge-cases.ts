import type { SynthColumn, SynthPlan, SynthValue } from "./plan-synthesis.ts";
import { writtenTime } from "./written-time.ts";

/** One row that differs from the typical one in what its name says; values in the order of the plan's columns. */
export interface EdgeCase {
  readonly name: string;
  readonly values: readonly SynthValue[];
}

type Change = readonly [what: string, value: SynthValue];

/**
 * Rows at and beyond the edges of what the profile has seen, one per case: a typical row (medians, most frequent categories) with one column changed, the typical row
 * itself and one without any value first. What a column's type, or the file, cannot carry is no case.
 */
export const edgeCases = ({ columns }: SynthPlan, unfinite: boolean): EdgeCase[] => {
  const typical = columns.map(typicalOf);
  return [
    { name: "typical", values: typical },
    { name: "all null", values: columns.map(() => null) },
    ...columns.flatMap((column, place) => changesOf(column, unfinite).map(([what, value]) => ({ name: `${column.name}: ${what}`, values: typical.with(place, value) }))),
  ];
};

const typicalOf = ({ kind, quantile, categories, text }: SynthColumn): SynthValue => {
  if (quantile !== null) return kind === "time" ? writtenTime(quantile.at(0.5)) : quantile.at(0.5);
  if (text !== null) return "typical text";
  // The most frequent has the widest step.
  let [best, widest, before]: [SynthValue, number, number] = [null, 0, 0];
  for (const { value, upTo } of categories) {
    if (upTo - before > widest) [best, widest] = [value, upTo - before];
    before = upTo;
  }
  return best;
};

const changesOf = (column: SynthColumn, unfinite: boolean): Change[] => {
  const missing: Change[] = column.missing > 0 && column.missing < 1 ? [["null", null]] : [];
  if (column.kind === "time") return [...missing, ...times(column)];
  if (column.kind === "numeric") return [...missing, ...(column.dtype === "int64" ? integers(column) : floats(column, unfinite))];
  return [...missing, ...(column.dtype === "string" ? texts(column) : column.dtype === "bool" ? [] : numbersOfCategories(column))];
};

const times = ({ quantile }: SynthColumn): Change[] => [
  ...(quantile === null ? [] : [["earliest usual", writtenTime(quantile.low)], ["latest usual", writtenTime(quantile.high)]] as const),
  ["1970", "1970-01-01T00:00:00.000Z"], ["before 1970", "1969-12-31T23:59:59.999Z"], ["leap day", "2024-02-29T23:59:59.999Z"], ["far past", "0001-01-01T00:00:00.000Z"], ["far future", "9999-12-31T23:59:59.999Z"],
];

const floats = ({ quantile }: SynthColumn, unfinite: boolean): Change[] => {
  const beyond = quantile === null ? [] : tenTimes(quantile.low, quantile.high);
  return [
    ["zero", 0], ["negative zero", -0], ["negative", quantile === null ? -1 : negativeOf(quantile.at(0.5))],
    ...(quantile === null ? [] : [["smallest usual", quantile.low], ["largest usual", quantile.high]] as const),
    ...beyond, ["denormal", 5e-324], ["whole number beyond 2^53", 9007199254740994], ["largest double", Number.MAX_VALUE],
    ...(unfinite ? [["NaN", Number.NaN], ["infinity", Infinity], ["negative infinity", -Infinity]] as const : []),
  ];
};

const integers = ({ quantile }: SynthColumn): Change[] => [
  ["zero", 0], ["negative", quantile === null ? -1 : negativeOf(quantile.at(0.5))],
  ...(quantile === null ? [] : [["smallest usual", quantile.low], ["largest usual", quantile.high], ...tenTimes(quantile.low, quantile.high)
    .map(([what, value]): Change => [what, Math.abs(Number(value)) < 2 ** 63 ? Math.trunc(Number(value)) : value !== null && Number(value) > 0 ? 2n ** 63n - 1n : -(2n ** 63n)])] as const),
  ["beyond 2^53", 9007199254740993n], ["largest int64", 2n ** 63n - 1n],
];

/** Ten times the usual range further out on either side. */
const tenTimes = (low: number, high: number): Change[] => {
  const width = Math.max(high - low, Math.abs(high), Math.abs(low), 1);
  const beyond: Change[] = [["far below usual", low - 10 * width], ["far above usual", high + 10 * width]];
  return beyond.filter(([, value]) => Number.isFinite(value));
};

const negativeOf = (value: number): number => (value === 0 ? -1 : -Math.abs(value));

const texts = ({ kind, categories }: SynthColumn): Change[] => {
  const known = new Set(categories.map(({ value }) => value));
  let unseen = "never seen before";
  while (known.has(unseen)) unseen += "!";
  return [
    ...(kind === "category" ? [["never seen", unseen]] as const : []),
    ["empty", ""], ["a space", " "], ["10,000 characters", "x".repeat(10_000)], ["unicode", "Zoë 東京 🙂 e\u0301 \u202Eabc\u202C"], ["quotes and breaks", 'it\'s "so",\n1;2\t<b>'],
  ];
};

const numbersOfCategories = ({ categories, dtype }: SynthColumn): Change[] => {
  const values = categories.map(({ value }) => Number(value));
  const highest = values.length === 0 ? 0 : Math.max(...values);
  return [["never seen", Math.trunc(highest) + 1], ["negative", -1 - Math.abs(Math.trunc(highest))], ...(dtype === "int64" ? [["beyond 2^53", 9007199254740993n]] as const : [])];
};
