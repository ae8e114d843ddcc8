import type { BinCount } from "../domain/comparison.ts";
import type { CategoryProfile, ColumnProfile, NumericProfile, TextProfile } from "../domain/profile.ts";
import { sumCompensated } from "./sum-compensated.ts";

/** One column of several parts; all of one kind, as one spec makes them. */
export const mergeColumns = (parts: readonly ColumnProfile[]): ColumnProfile => {
  const kind = parts[0]?.kind;
  const same = parts.filter((part) => part.kind === kind);
  if (same.length !== parts.length) throw new Error(`a column is ${parts.map((part) => part.kind).join(" and ")} under one specification`);
  if (kind === "numeric") return mergeNumeric(parts as NumericProfile[]);
  return kind === "category" ? mergeCategories(parts as CategoryProfile[]) : mergeTexts(parts as TextProfile[]);
};

/** At least one part. */
export const mergeNumeric = (parts: readonly NumericProfile[]): NumericProfile => {
  const count = (pick: (part: NumericProfile) => number): number => parts.reduce((sum, part) => sum + pick(part), 0);
  return {
    kind: "numeric", n: count(({ n }) => n), nulls: count(({ nulls }) => nulls), nan: count(({ nan }) => nan),
    positiveInfinity: count(({ positiveInfinity }) => positiveInfinity), negativeInfinity: count(({ negativeInfinity }) => negativeInfinity),
    sum: sumCompensated(parts.map(({ sum }) => sum)), sumSquares: sumCompensated(parts.map(({ sumSquares }) => sumSquares)),
    min: smallest(parts.map(({ min }) => min)), max: largest(parts.map(({ max }) => max)), zero: count(({ zero }) => zero), one: count(({ one }) => one),
    positive: mergeBins(parts.map(({ positive }) => positive)), negative: mergeBins(parts.map(({ negative }) => negative)), outside: count(({ outside }) => outside),
  };
};

const mergeCategories = (parts: readonly CategoryProfile[]): CategoryProfile => {
  const examples = new Map<string, number>();
  for (const { value, count } of parts.flatMap(({ unseenExamples }) => unseenExamples)) examples.set(value, (examples.get(value) ?? 0) + count);
  const count = (pick: (part: CategoryProfile) => number): number => parts.reduce((sum, part) => sum + pick(part), 0);
  return {
    kind: "category", n: count(({ n }) => n), nulls: count(({ nulls }) => nulls), counts: (parts[0]?.counts ?? []).map((_, place) => count(({ counts }) => counts[place] ?? 0)), unseen: count(({ unseen }) => unseen),
    unseenExamples: [...examples].map(([value, n]) => ({ value, count: n })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, 10),
  };
};

const mergeTexts = (parts: readonly TextProfile[]): TextProfile => {
  const count = (pick: (part: TextProfile) => number): number => parts.reduce((sum, part) => sum + pick(part), 0);
  return {
    kind: "text", n: count(({ n }) => n), nulls: count(({ nulls }) => nulls), empty: count(({ empty }) => empty), sumLength: count(({ sumLength }) => sumLength),
    sumSquaredLength: count(({ sumSquaredLength }) => sumSquaredLength), minLength: smallest(parts.map(({ minLength }) => minLength)), maxLength: largest(parts.map(({ maxLength }) => maxLength)),
  };
};

const mergeBins = (all: readonly (readonly BinCount[])[]): BinCount[] => {
  const counts = new Map<number, number>();
  for (const bins of all) for (const { bin, count } of bins) counts.set(bin, (counts.get(bin) ?? 0) + count);
  return [...counts].map(([bin, count]) => ({ bin, count })).sort((a, b) => a.bin - b.bin);
};

const smallest = (values: readonly (number | null)[]): number | null => values.reduce<number | null>((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);
const largest = (values: readonly (number | null)[]): number | null => values.reduce<number | null>((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);
