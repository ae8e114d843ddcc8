import type { Placed } from "./placed.ts";

/** The value without its places, as JSON would hold it. */
export const plainOf = (placed: Placed): unknown => {
  if (placed.kind === "scalar") return placed.value;
  if (placed.kind === "list") return placed.items.map(plainOf);
  // fromEntries defines every key as its own, also one called __proto__.
  return Object.fromEntries([...placed.entries].map(([key, { value }]) => [key, plainOf(value)]));
};
