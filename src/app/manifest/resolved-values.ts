import { placeText } from "./manifest-problem.ts";
import { environmentTree, type LoadedManifest } from "./loaded-manifest.ts";
import { manifestDefaults, modelDefaults } from "./manifest-defaults.ts";
import type { Place, Placed } from "./placed.ts";
import { resolveModel } from "./resolve-model.ts";
import { pathText, valueAt } from "./value-at.ts";

/** One value in force, and where it came from. */
export interface ResolvedValue {
  /** `models.credit.golden.file` */
  readonly path: string;
  readonly value: unknown;
  readonly origin: { readonly kind: "file" | "override" | "default" | "flag"; /** `lockstep.yaml:12:5`, and the override's name or the default's reason. */ readonly says: string };
}

/** Flags of the command line that say what a manifest could say, and the path they go before. */
const flagPaths: Readonly<Record<string, string>> = { "--store": "store" };

/**
 * Every value in force. With `model`, only that model's; with `environment`, the models as they are there, overrides applied, and only that
 * environment. A header stays the reference it is.
 */
export const resolvedValues = (loaded: LoadedManifest, { model, environment, flags = {} }: { readonly model?: string; readonly environment?: string; readonly flags?: Readonly<Record<string, string>> } = {}): ResolvedValue[] => {
  const { tree, manifest, world } = loaded;
  const models = Object.keys(manifest.models ?? {}).filter((name) => model === undefined || name === model);
  const environments = Object.keys(manifest.environments ?? {}).filter((name) => environment === undefined || name === environment);
  const values: ResolvedValue[] = [];
  const add = (path: readonly (string | number)[], value: Placed | undefined): void => {
    if (value !== undefined) values.push(...leaves(path, value, world.cwd));
  };
  for (const key of ["version", "extends", "project", "owner"]) add([key], valueAt(tree, [key]));
  for (const name of models) {
    const whole = resolveModel(loaded, name, environment === undefined ? [] : [environment]);
    const own = whole.kind === "map" ? new Map([...whole.entries].filter(([key]) => key !== "environments")) : new Map();
    add(["models", name], { kind: "map", entries: own, place: whole.place });
    values.push(...missingDefaults(modelDefaults, whole, ["models", name]));
  }
  for (const name of environments) {
    // What a model says about an environment goes before what the manifest says; without one model in mind both are shown.
    if (model !== undefined) add(["environments", name], environmentTree(tree, model, name));
    else {
      add(["environments", name], valueAt(tree, ["environments", name]));
      for (const each of models) add(["models", each, "environments", name], valueAt(tree, ["models", each, "environments", name]));
    }
  }
  for (const key of ["compare", "asking", "baselines", "store", "policy"]) add([key], valueAt(tree, [key]));
  values.push(...missingDefaults(manifestDefaults, tree, []));
  return values.map((each) => {
    const flag = Object.keys(flags).find((name) => flagPaths[name] === each.path);
    return flag === undefined ? each : { ...each, value: flags[flag], origin: { kind: "flag", says: flag } };
  });
};

const leaves = (path: readonly (string | number)[], value: Placed, cwd: string): ResolvedValue[] => {
  if (value.kind === "map" && value.entries.size > 0) return [...value.entries].flatMap(([key, { value: inner }]) => leaves([...path, key], inner, cwd));
  if (value.kind === "list" && value.items.some((item) => item.kind !== "scalar")) return value.items.flatMap((item, index) => leaves([...path, index], item, cwd));
  const plain = value.kind === "scalar" ? value.value : value.kind === "list" ? value.items.map((item) => (item.kind === "scalar" ? item.value : null)) : {};
  return [{ path: pathText(path), value: plain, origin: originOf(value.place, cwd) }];
};

const originOf = (place: Place, cwd: string): ResolvedValue["origin"] =>
  place.override === undefined ? { kind: "file", says: placeText(place, cwd) } : { kind: "override", says: `${placeText(place, cwd)}, override ${place.override}` };

const missingDefaults = (defaults: typeof modelDefaults, tree: Placed, around: readonly string[]): ResolvedValue[] =>
  defaults.flatMap(({ path, value, why }) => (valueAt(tree, path.split(".")) === undefined ? [{ path: [...around, path].join("."), value, origin: { kind: "default" as const, says: why } }] : []));
