import type { Place, Placed, PlacedMap, ValuePath } from "./placed.ts";

/** The value at a path; undefined when there is none. */
export const valueAt = (tree: Placed | undefined, path: ValuePath): Placed | undefined => {
  let at = tree;
  for (const step of path) {
    if (at?.kind === "map") at = at.entries.get(String(step))?.value;
    else if (at?.kind === "list") at = at.items[Number(step)];
    else return undefined;
  }
  return at;
};

/** The map at a path; undefined when there is none, or something else. */
export const mapAt = (tree: Placed | undefined, path: ValuePath): PlacedMap | undefined => {
  const at = valueAt(tree, path);
  return at?.kind === "map" ? at : undefined;
};

/** The text at a path, also of a number; undefined when there is none. */
export const textAt = (tree: Placed | undefined, path: ValuePath): string | undefined => {
  const at = valueAt(tree, path);
  return at?.kind === "scalar" && at.value !== null ? (typeof at.value === "string" ? at.value : at.source) : undefined;
};

/** Where the key of a path stands; for a position of a list the item, for what is missing the nearest key around it. */
export const keyPlaceAt = (tree: Placed, path: ValuePath): Place => {
  for (let length = path.length; length > 0; length -= 1) {
    const last = path[length - 1];
    const around = valueAt(tree, path.slice(0, length - 1));
    if (around?.kind === "map") {
      const entry = around.entries.get(String(last));
      if (entry !== undefined) return entry.key;
    }
    if (around?.kind === "list" && around.items[Number(last)] !== undefined) return (around.items[Number(last)] as Placed).place;
  }
  return tree.place;
};

/** `models.credit.outputs[0]` */
export const pathText = (path: ValuePath): string =>
  path.reduce<string>((text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`), "");
