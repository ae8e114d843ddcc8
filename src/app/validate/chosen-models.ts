import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { CommandIo } from "../command-io.ts";
import { resolveHypotheses } from "../hypothesis/resolve-hypotheses.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { nearest } from "../manifest/nearest.ts";
import type { ValidateOptions } from "./validate-options.ts";

type Asked = Pick<ValidateOptions, "manifest" | "model" | "hypotheses">;

/** The manifest that was named, or the nearest. LS117 when there is none. */
export const hypothesesManifest = async ({ manifest, model }: Asked, io: CommandIo): Promise<LoadedManifest> => {
  const path = manifest ?? findManifest(io.cwd);
  if (path === null) throw new LockstepError("LS117", { message: "there is no lockstep.yaml here or further up that could hold hypotheses", place: io.cwd });
  return loadManifest(path, { cwd: io.cwd, env: io.env, filesOf: model === null ? [] : [model] });
};

/** The models that are meant; each has hypotheses. LS113 where none has, LS114 for names that are not there. */
export const chosenModels = (loaded: LoadedManifest, { model, hypotheses }: Asked): readonly string[] => {
  const named = Object.keys(loaded.manifest.models ?? {});
  const having = named.filter((name) => Object.keys(loaded.manifest.models?.[name]?.hypotheses ?? {}).length > 0);
  if (model !== null && !named.includes(model)) throw new LockstepError("LS114", { message: `there is no model ${model} in the manifest; it has ${listOf(named)}`, place: model, todo: nearest(model, named) === undefined ? "Name one of these." : `Did you mean ${nearest(model, named)}?` });
  const meant = model === null ? having : having.filter((name) => name === model);
  if (meant.length === 0) throw new LockstepError("LS113", { message: model === null ? "no model of the manifest has hypotheses" : `${model} has no hypotheses`, place: loaded.path, todo: "Write them under models.NAME.hypotheses, or have some drafted from a backtest: lockstep hypothesis propose BACKTEST" });
  const all = meant.flatMap((name) => resolveHypotheses(loaded, name).map((each) => each.name));
  for (const name of hypotheses) if (!all.includes(name)) throw new LockstepError("LS114", { message: `no hypothesis is called ${name}; there ${all.length === 1 ? "is" : "are"} ${listOf(all)}`, place: "--hypothesis", todo: nearest(name, all) === undefined ? "Name one of these." : `Did you mean ${nearest(name, all)}?` });
  return hypotheses.length === 0 ? meant : meant.filter((name) => resolveHypotheses(loaded, name).some((each) => hypotheses.includes(each.name)));
};
