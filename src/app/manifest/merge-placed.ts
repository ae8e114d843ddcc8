import type { Placed, PlacedEntry } from "./placed.ts";

/**
 * What holds when both say something: maps are merged key by key, a list or a single value of the nearer one replaces the farther
 * one's whole. Associative where what is a map in one is a map in all, as the schema wants it, so that a chain may be merged from either end.
 */
export const mergePlaced = (farther: Placed, nearer: Placed): Placed => {
  if (farther.kind !== "map" || nearer.kind !== "map") return nearer;
  const entries = new Map<string, PlacedEntry>(farther.entries);
  for (const [key, entry] of nearer.entries) {
    const before = farther.entries.get(key);
    entries.set(key, before === undefined ? entry : { key: entry.key, value: mergePlaced(before.value, entry.value) });
  }
  return { kind: "map", entries, place: nearer.place };
};

/** The same with what may be missing. */
export const mergeAll = (trees: readonly (Placed | undefined)[]): Placed | undefined =>
  trees.reduce<Placed | undefined>((merged, tree) => (tree === undefined ? merged : merged === undefined ? tree : mergePlaced(merged, tree)), undefined);
