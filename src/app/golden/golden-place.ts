import { resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import { type LoadedManifest, modelTree } from "../manifest/loaded-manifest.ts";
import { pathOf } from "../manifest/path-of.ts";
import { chooseModel } from "../manifest/resolve-model.ts";
import { valueAt } from "../manifest/value-at.ts";

export interface GoldenPlace {
  /** Absolute. */
  readonly path: string;
  /** The manifests that may pin it. */
  readonly manifests: LoadedManifest["files"];
}

/** Which golden set is meant: the file that was given, else the one of the run's model in the manifest found here. LS117 when there is neither, LS113 when the model has none. */
export const goldenPlace = async ({ file, model, run }: { readonly file: string | null; readonly model: string | null; readonly run: Run }, io: CommandIo): Promise<GoldenPlace> => {
  const found = findManifest(io.cwd);
  if (file !== null && found === null) return { path: resolve(io.cwd, file), manifests: [] };
  if (found === null) throw new LockstepError("LS117", { message: "there is no lockstep.yaml here that names a golden set", place: io.cwd, todo: "Name the golden set with --file FILE." });
  const loaded = await loadManifest(found, { cwd: io.cwd, env: io.env, filesOf: [] });
  if (file !== null) return { path: resolve(io.cwd, file), manifests: loaded.files };
  const name = chooseModel(loaded, model ?? run.agreement?.model);
  const golden = valueAt(modelTree(loaded.tree, name), ["golden", "file"]);
  if (golden === undefined) throw new LockstepError("LS113", { message: `${name} has no golden set in ${found}`, place: found, todo: "Name one with --file FILE, or add golden: {file: …} to the model." });
  return { path: pathOf(golden), manifests: loaded.files };
};
