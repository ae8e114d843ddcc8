import { mergePlaced } from "./merge-placed.ts";
import type { Place, Placed } from "./placed.ts";
import { mapAt } from "./value-at.ts";

/** The steps of a path within a model as an override writes it: `decision.threshold`. */
export const setSteps = (path: string): string[] => path.split(".");

/** A model's values with what an override sets, each of which remembers the override, `production/gpu`. */
export const applyOverride = (model: Placed, override: Placed, label: string): Placed => {
  let result = model;
  for (const [path, { key, value }] of mapAt(override, ["set"])?.entries ?? []) {
    const nested = setSteps(path).reduceRight<Placed>((inner, step) => ({ kind: "map", entries: new Map([[step, { key: marked(key, label), value: inner }]]), place: marked(key, label) }), markedTree(value, label));
    result = mergePlaced(result, nested);
  }
  return result;
};

const marked = (place: Place, override: string): Place => ({ ...place, override });

const markedTree = (tree: Placed, label: string): Placed => {
  const place = marked(tree.place, label);
  if (tree.kind === "list") return { ...tree, items: tree.items.map((item) => markedTree(item, label)), place };
  if (tree.kind === "map") return { ...tree, entries: new Map([...tree.entries].map(([key, entry]) => [key, { key: marked(entry.key, label), value: markedTree(entry.value, label) }])), place };
  return { ...tree, place };
};
