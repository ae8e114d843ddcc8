import type { ErrorCode } from "../../core/errors/error-catalogue.ts";
import type { Manifest } from "../../core/domain/manifest.ts";
import type { ManifestWorld } from "./loaded-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import type { Placed, PlacedMap, ValuePath } from "./placed.ts";
import { keyPlaceAt, valueAt } from "./value-at.ts";

/** What the rules beyond the schema look at: a manifest of the right form. */
export interface CheckedManifest {
  readonly tree: PlacedMap;
  readonly manifest: Manifest;
  readonly world: ManifestWorld;
}

/** A mistake about the value at a path; where the value is a map or a list, or missing, its key is the place. */
export const problemAt = (tree: Placed, path: ValuePath, code: ErrorCode, message: string, todo: string): ManifestProblem => {
  const value = valueAt(tree, path);
  return { code, message, place: value?.kind === "scalar" && value.source !== "" ? value.place : keyPlaceAt(tree, path), todo };
};

/** `Did you mean staging?`, or the list of what there is. */
export const meantOrListed = (meant: string | undefined, known: readonly string[], none: string): string =>
  meant !== undefined ? `Did you mean ${meant}?` : known.length > 0 ? `There are: ${known.join(", ")}.` : none;
