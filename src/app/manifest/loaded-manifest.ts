import type { Manifest } from "../../core/domain/manifest.ts";
import { mergeAll } from "./merge-placed.ts";
import type { Placed, PlacedMap } from "./placed.ts";
import { valueAt } from "./value-at.ts";

/** What reading a manifest needs of the outside. */
export interface ManifestWorld {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `2026-12-31`; the current day in UTC when left out. */
  readonly today?: string;
  /** Models whose files must be there; all of them when left out. */
  readonly filesOf?: readonly string[];
}

/** A manifest that holds together, with all it extends. */
export interface LoadedManifest {
  /** Of the file that extends the others; absolute. */
  readonly path: string;
  readonly manifest: Manifest;
  /** The same with the place of every value. */
  readonly tree: PlacedMap;
  /** The extending file first. Digests are `sha256:<hex>`. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly digest: string }[];
  readonly world: ManifestWorld;
}

/** The name of the environment that a model's `training:` folder makes. */
export const trainingEnvironment = "training";

/** What holds for a model in every environment: its own words over the manifest's defaults. */
export const modelTree = (tree: PlacedMap, model: string): Placed | undefined => mergeAll([valueAt(tree, ["defaults"]), valueAt(tree, ["models", model])]);

/** What holds for an environment of a model: the model's words about it over the manifest's. Undefined when nobody says anything. */
export const environmentTree = (tree: PlacedMap, model: string, environment: string): Placed | undefined =>
  mergeAll([valueAt(tree, ["environments", environment]), valueAt(tree, ["models", model, "environments", environment])]);

/** The names that a model can be compared in; `training` among them when there is a folder for it. */
export const environmentsOf = ({ manifest }: Pick<LoadedManifest, "manifest">, model: string): string[] => {
  const named = Object.keys(manifest.environments ?? {});
  return manifest.models?.[model]?.training === undefined || named.includes(trainingEnvironment) ? named : [trainingEnvironment, ...named];
};
