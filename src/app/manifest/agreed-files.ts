import type { ArtifactDigest } from "../../core/domain/agreement.ts";
import type { LoadedManifest } from "./loaded-manifest.ts";
import { pathOf } from "./path-of.ts";
import type { Placed } from "./placed.ts";
import { chooseModel, resolveModel } from "./resolve-model.ts";
import { valueAt } from "./value-at.ts";

/** Files of one group that were agreed upon; paths are absolute. */
export interface AgreedFiles {
  readonly group: ArtifactDigest["group"];
  readonly paths: readonly string[];
}

/** The files whose digests an agreement keeps, by group: of the model, its preprocessing, its lock files and its golden set. Groups without files are left out. */
export const agreedFiles = (loaded: LoadedManifest, asked: { readonly model?: string; readonly environments?: readonly string[] } = {}): AgreedFiles[] => {
  const tree = resolveModel(loaded, chooseModel(loaded, asked.model), asked.environments);
  const groups: AgreedFiles[] = [
    { group: "model", paths: paths(valueAt(tree, ["artifacts"])) },
    { group: "preprocessing", paths: paths(valueAt(tree, ["preprocessing", "artifacts"])) },
    { group: "lock", paths: paths(valueAt(tree, ["locks"])) },
    { group: "golden", paths: paths(valueAt(tree, ["golden", "file"])) },
  ];
  return groups.filter((each) => each.paths.length > 0);
};

const paths = (value: Placed | undefined): string[] => (value === undefined ? [] : value.kind === "list" ? value.items.map(pathOf) : [pathOf(value)]);
