import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { applyOverride } from "./apply-override.ts";
import { meantOrListed } from "./checked-manifest.ts";
import { environmentsOf, environmentTree, type LoadedManifest, modelTree } from "./loaded-manifest.ts";
import { nearest } from "./nearest.ts";
import type { Placed } from "./placed.ts";
import { valueAt } from "./value-at.ts";

/** The name of a model: the one that was asked for, or the only one. LS114 for another name, LS113 when one must be chosen or there is none. */
export const chooseModel = (loaded: LoadedManifest, asked?: string): string => {
  const models = Object.keys(loaded.manifest.models ?? {});
  const [only] = models;
  if (asked !== undefined) {
    if (models.includes(asked)) return asked;
    throw new LockstepError("LS114", { message: `there is no model ${asked} in ${loaded.path}`, place: "--model", todo: meantOrListed(nearest(asked, models), models, "Add it under models:.") });
  }
  if (only === undefined) throw new LockstepError("LS113", { message: `${loaded.path} names no model`, place: loaded.path, todo: "Add one under models:, at least: models: {NAME: {golden: {file: golden.parquet}}}" });
  if (models.length > 1) throw new LockstepError("LS113", { message: `${loaded.path} names ${models.length} models: ${models.join(", ")}`, place: "--model", todo: `Name one: --model ${only}` });
  return only;
};

/** The name of an environment of a model, as the manifest has it. LS114 with the nearest one for another name. */
export const chooseEnvironment = (loaded: LoadedManifest, model: string, asked: string): string => {
  const known = environmentsOf(loaded, model);
  if (known.includes(asked)) return asked;
  throw new LockstepError("LS114", { message: `there is no environment ${asked} in ${loaded.path}`, place: asked, todo: meantOrListed(nearest(asked, known), known, "Add it under environments:, with its target.") });
};

/** The overrides of an environment, each with the label under which its values are remembered. */
export const overridesOf = (loaded: LoadedManifest, model: string, environment: string): { readonly override: Placed; readonly label: string }[] => {
  const list = valueAt(environmentTree(loaded.tree, model, environment), ["overrides"]);
  return list?.kind !== "list" ? [] : list.items.map((override) => {
    const name = valueAt(override, ["name"]);
    return { override, label: `${environment}/${name?.kind === "scalar" ? String(name.value) : "unnamed"}` };
  });
};

/** What holds for a model in these environments, the last one's overrides going first; without any, what the model says of itself. */
export const resolveModel = (loaded: LoadedManifest, model: string, environments: readonly string[] = []): Placed => {
  const own = modelTree(loaded.tree, model) ?? loaded.tree;
  return environments.flatMap((environment) => overridesOf(loaded, model, environment)).reduce((tree, { override, label }) => applyOverride(tree, override, label), own);
};
