import type { OutputValue } from "../../../ports/serving.ts";

/** A number changes by an amount, a class changes or does not. */
export type OutputKind = "number" | "class";

/** Whole numbers of at most this many different values are decisions; more are quantities that happen to be whole. */
const mostWholeClasses = 20;

/** What an output is, from its answers to the rows as they were. */
export const outputKind = (values: readonly (OutputValue | undefined)[]): OutputKind => {
  const told = values.flatMap((each) => (each === undefined || each.value === null ? [] : [each.value]));
  if (told.length === 0 || told.some((value) => typeof value !== "number" && typeof value !== "bigint")) return "class";
  return told.every((value) => typeof value === "bigint" || Number.isInteger(value)) && new Set(told.map(String)).size <= mostWholeClasses ? "class" : "number";
};

/** By how much an output changed: the amount of a number, 1 or 0 for a class; null where one of both was not given or has no distance from the other. */
export const changeOf = (kind: OutputKind, before: OutputValue | undefined, after: OutputValue | undefined): number | null => {
  if (before === undefined || after === undefined) return null;
  if (kind === "class") return String(before.value) === String(after.value) ? 0 : 1;
  if (!isNumber(before.value) || !isNumber(after.value)) return null;
  const change = Math.abs(Number(after.value) - Number(before.value));
  return Number.isFinite(change) ? change : null;
};

const isNumber = (value: OutputValue["value"]): value is number | bigint => typeof value === "number" || typeof value === "bigint";
