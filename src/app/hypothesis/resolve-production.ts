import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { HeaderReference } from "../connect/resolve-secret.ts";
import { headersAt } from "../manifest/environment-flags.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { placeText } from "../manifest/manifest-problem.ts";
import { fromCwd, pathOf } from "../manifest/path-of.ts";
import type { ValuePath } from "../manifest/placed.ts";
import { keyPlaceAt, valueAt } from "../manifest/value-at.ts";
import type { LabelsRequest, PopulationRequest } from "../populations/population-request.ts";

/** What of a population's request a manifest says. Paths work from the folder where the command runs. */
export type WrittenSource = Pick<PopulationRequest, "source" | "format" | "map" | "zone" | "labels">;

/** Where production's predictions, outcomes and measurements of one model lie. */
export interface ProductionSource {
  readonly environment: string;
  readonly log: WrittenSource | null;
  /** Secrets by reference, as written. */
  readonly prometheus: { readonly url: string; readonly headers: readonly HeaderReference[] } | null;
  /** `lockstep.yaml:12:5` */
  readonly place: string;
}

/** What the manifest says of a model's production; null when it says nothing. LS114 for a model that is not there. */
export const resolveProduction = (loaded: LoadedManifest, model: string): ProductionSource | null => {
  const { manifest, tree, world } = loaded;
  const entry = manifest.models?.[model];
  if (entry === undefined) throw new LockstepError("LS114", { message: `there is no model ${model} in ${loaded.path}`, place: loaded.path });
  const path: ValuePath = ["models", model, "production"];
  const { production } = entry;
  if (production === undefined) return null;
  const { log, labels, prometheus } = production;
  return {
    environment: production.environment ?? "production",
    log: log === undefined ? null : {
      source: pathAt(loaded, [...path, "log"]) ?? log, format: production.format ?? null, map: pathAt(loaded, [...path, "map"]), zone: production.zone ?? null,
      labels: labels === undefined ? null : { source: pathAt(loaded, [...path, "labels", "source"]) ?? labels.source, key: labels.key ?? null, label: labels.label ?? null, ts: labels.time ?? null },
    },
    prometheus: prometheus === undefined ? null : { url: prometheus.url, headers: Object.entries(headersAt(tree, [...path, "prometheus", "headers"], world.cwd)).map(([name, value]) => ({ name, value })) },
    place: placeText(keyPlaceAt(tree, path), world.cwd),
  };
};

/** The path that a text of the manifest means, as it works from where the command runs; null when it says none. */
export const pathAt = ({ tree, world }: Pick<LoadedManifest, "tree" | "world">, path: ValuePath): string | null => {
  const value = valueAt(tree, path);
  return value?.kind === "scalar" && value.value !== null ? fromCwd(pathOf(value), world.cwd) : null;
};

/** Labels that are a file of their own, whose columns are found by their names. */
export const labelsFile = (source: string | null): LabelsRequest | null => (source === null ? null : { source, key: null, label: null, ts: null });
