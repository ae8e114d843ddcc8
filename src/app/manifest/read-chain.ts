import { dirname, relative, resolve } from "node:path";
import type { ManifestProblem } from "./manifest-problem.ts";
import { mergePlaced } from "./merge-placed.ts";
import { type ManifestFile, readManifestFile } from "./read-manifest-file.ts";
import type { Placed, PlacedMap } from "./placed.ts";

/** A manifest with all that it extends. */
export interface ManifestChain {
  /** The extending file first, then what it extends, each once. */
  readonly files: readonly ManifestFile[];
  /** All merged, the nearer file's word going first; null when the first file could not be understood. */
  readonly tree: PlacedMap | null;
  /** False when something that is extended is not in the tree: what seems to be missing may stand there. */
  readonly whole: boolean;
  readonly problems: readonly ManifestProblem[];
}

/**
 * Reads a manifest and what it extends, relative to the file that says so. Of several under one `extends:` a later one goes before an earlier one.
 * Rejects with the file system's error when the first file cannot be read; one that is extended and cannot be read is a problem with its place.
 */
export const readChain = async (path: string, cwd: string): Promise<ManifestChain> => {
  const files = new Map<string, ManifestFile>();
  // What is extended by several is merged once: a chain of such would double with every step.
  const merged = new Map<string, PlacedMap | null>();
  const problems: ManifestProblem[] = [];
  let whole = true;
  const shown = (file: string): string => relative(cwd, file) || file;

  const read = async (file: ManifestFile, way: readonly string[]): Promise<PlacedMap | null> => {
    if (!files.has(file.path)) {
      files.set(file.path, file);
      problems.push(...file.problems);
    }
    if (file.tree === null) return null;
    let below: Placed | null = null;
    const seen = new Set<string>();
    for (const each of extended(file.tree)) {
      const target = resolve(dirname(file.path), each.value);
      const problem = (code: "LS116" | "LS112", message: string, todo: string): void => {
        problems.push({ code, message, place: each.place, todo });
        whole = false;
      };
      if (seen.has(target)) {
        problem("LS112", `${each.value} stands twice under extends`, "Keep one of them; a later one goes before an earlier one.");
        continue;
      }
      seen.add(target);
      if ([...way, file.path].includes(target)) {
        const circle = [...way, file.path].slice([...way, file.path].indexOf(target));
        problem("LS116", circle.length === 1 ? `${shown(target)} extends itself` : `manifests extend each other in a circle: ${[...circle, target].map(shown).join(" -> ")}`, `Take ${each.value} out of extends: here, or out of one of the others in the circle.`);
        continue;
      }
      const next = files.get(target) ?? (await readManifestFile(target).catch((cause: NodeJS.ErrnoException) => {
        const why = cause.code === "ENOENT" ? `there is no file ${shown(target)}` : cause.code === "EISDIR" ? `${shown(target)} is a folder` : `${shown(target)} cannot be read (${cause.code ?? cause.message})`;
        problem("LS116", `extends: ${each.value}: ${why}`, `Write the path as seen from the folder of ${shown(file.path)}, or remove it.`);
        return null;
      }));
      if (next === null) continue;
      const known = merged.get(target);
      const tree = known === undefined ? await read(next, [...way, file.path]) : known;
      merged.set(target, tree);
      if (tree === null) whole = false;
      else below = below === null ? tree : mergePlaced(below, tree);
    }
    return below === null ? file.tree : (mergePlaced(withoutExtends(below), file.tree) as PlacedMap);
  };

  const tree = await read(await readManifestFile(path), []);
  return { files: [...files.values()], tree, whole, problems };
};

const extended = (tree: PlacedMap): { readonly value: string; readonly place: Placed["place"] }[] => {
  const value = tree.entries.get("extends")?.value;
  const items = value?.kind === "list" ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) => (item.kind === "scalar" && typeof item.value === "string" && item.value !== "" ? [{ value: item.value, place: item.place }] : []));
};

/** What a file extends is its own affair; the merged manifest names only what the nearest one does. */
const withoutExtends = (tree: Placed): Placed => (tree.kind === "map" ? { ...tree, entries: new Map([...tree.entries].filter(([key]) => key !== "extends")) } : tree);
