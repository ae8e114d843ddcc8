import type { Leaf } from "./leaf.ts";
import type { PayloadSide } from "./record-mapping.ts";

/** A column to be: its name, all that was found, and which of the leaves hold its values. */
export interface NamedLeaf {
  readonly name: string;
  readonly found: Leaf;
  /** Indices into the leaves; several where some callers send lists and others objects. */
  readonly places: readonly number[];
}

/** Features that came in order alone get their names from people, or f0, f1 …; everything else has its own. */
const nameOf = (side: PayloadSide, path: string, featureNames: readonly string[] | null): string => {
  if (side === "label") return path === "" ? "label" : path.startsWith("[") ? `label${path}` : path;
  if (side !== "feature") return path;
  if (path === "") return featureNames?.[0] ?? "f0";
  const position = /^\[(\d+)\](.*)$/.exec(path);
  return position === null ? path : `${featureNames?.[Number(position[1])] ?? `f${position[1]}`}${position[2]}`;
};

const together = (one: Leaf, other: Leaf): Leaf => ({
  ...one,
  nulls: one.nulls + other.nulls, booleans: one.booleans + other.booleans, integers: one.integers + other.integers, floats: one.floats + other.floats,
  texts: one.texts + other.texts, nested: one.nested + other.nested, huge: one.huge + other.huge, notFinite: one.notFinite + other.notFinite,
  distinct: one.distinct + other.distinct,
});

/** The columns of one payload: leaves of one name are one column. */
export const namedLeaves = (side: PayloadSide, leaves: readonly Leaf[], featureNames: readonly string[] | null): readonly NamedLeaf[] => {
  const byName = new Map<string, NamedLeaf>();
  for (const [index, leaf] of leaves.entries()) {
    const name = nameOf(side, leaf.path, featureNames);
    const before = byName.get(name);
    byName.set(name, before === undefined ? { name, found: leaf, places: [index] } : { name, found: together(before.found, leaf), places: [...before.places, index] });
  }
  return [...byName.values()];
};
