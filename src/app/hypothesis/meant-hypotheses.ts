import type { Hypothesis } from "../../core/domain/hypothesis.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { meantOrListed } from "../manifest/checked-manifest.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import type { LoadedManifest, ManifestWorld } from "../manifest/loaded-manifest.ts";
import { nearest } from "../manifest/nearest.ts";
import { chooseModel } from "../manifest/resolve-model.ts";
import { resolveHypotheses } from "./resolve-hypotheses.ts";

/** Which hypotheses of which manifest are meant. */
export interface MeantRequest {
  /** A manifest; the nearest one when null. */
  readonly manifest: string | null;
  /** One model; all of them when null. */
  readonly model: string | null;
  /** `name` or `model/name`; all of them when empty. */
  readonly names: readonly string[];
}

export interface MeantHypotheses {
  readonly loaded: LoadedManifest;
  /** The models that were looked at. */
  readonly models: readonly string[];
  readonly hypotheses: readonly Hypothesis[];
}

/** The manifest with the hypotheses that were named. LS117 without one, LS114 for a model or a name that is not there, LS113 where there is none at all, and all that a manifest can have wrong. */
export const meantHypotheses = async ({ manifest, model, names }: MeantRequest, world: ManifestWorld): Promise<MeantHypotheses> => {
  const path = manifest ?? findManifest(world.cwd);
  if (path === null) throw new LockstepError("LS117", { message: "there is no lockstep.yaml here or further up that could hold hypotheses", place: world.cwd });
  const loaded = await loadManifest(path, { ...world, filesOf: [] });
  const models = model === null ? Object.keys(loaded.manifest.models ?? {}) : [chooseModel(loaded, model)];
  const all = models.flatMap((each) => resolveHypotheses(loaded, each));
  if (names.length === 0) return { loaded, models, hypotheses: all };
  return { loaded, models, hypotheses: [...new Set(names)].flatMap((name) => named(all, name)) };
};

const named = (all: readonly Hypothesis[], name: string): Hypothesis[] => {
  const found = all.filter((each) => each.name === name || each.id === name);
  if (found.length > 1) throw new LockstepError("LS113", { message: `several models have a hypothesis ${name}`, place: name, todo: `Write one of ${found.map(({ id }) => id).join(", ")}.` });
  if (found.length === 1) return found;
  const known = [...all.map((each) => each.name), ...all.map(({ id }) => id)];
  throw new LockstepError("LS114", { message: `no hypothesis is called ${name}`, place: name, todo: meantOrListed(nearest(name, known), [...new Set(all.map((each) => each.name))], "Write one under models.NAME.hypotheses, or have some drafted: lockstep hypothesis propose BACKTEST") });
};
