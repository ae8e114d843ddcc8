import { resolve } from "node:path";
import { ModelEntry } from "../../core/domain/manifest.ts";
import type { QualityContract } from "../../core/domain/quality.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import { type ManifestWorld, modelTree } from "../manifest/loaded-manifest.ts";
import type { PlacedMap } from "../manifest/placed.ts";
import { plainOf } from "../manifest/plain-of.ts";
import { contractOfFeatures } from "./contract-of-features.ts";

/** Whether a file that was named as a contract is a manifest: it names models, or extends one that does, and does not say that it is a contract. */
export const isManifest = ({ entries }: PlacedMap): boolean => !entries.has("kind") && !entries.has("apiVersion") && (entries.has("models") || entries.has("extends"));

/** What a manifest says of the features of one model, as a contract; `model` may be left out where there is one only. LS232 where no features are named, and as `loadManifest`. */
export const contractOfManifest = async (path: string, model: string | null, world: Pick<ManifestWorld, "cwd" | "env">): Promise<QualityContract> => {
  const file = resolve(world.cwd, path);
  const loaded = await loadManifest(file, { cwd: world.cwd, env: world.env, filesOf: [] });
  const models = Object.keys(loaded.manifest.models ?? {});
  const [only, second] = models;
  const wrong = (message: string, todo: string): LockstepError => new LockstepError("LS232", { message, place: file, todo });
  if (model === null && second !== undefined) throw wrong(`the manifest has ${models.length} models: ${models.join(", ")}`, "Say whose features the data hold, with --object NAME.");
  const name = model ?? only;
  if (name === undefined || !models.includes(name)) throw wrong(name === undefined ? "the manifest names no model" : `the manifest has no model ${name}; it has ${models.join(", ")}`, name === undefined ? "Add one under models:, with its features." : "Name one of these with --object.");
  const { features = [], owner } = ModelEntry.parse(plainOf(modelTree(loaded.tree, name) ?? loaded.tree));
  if (features.length === 0) throw wrong(`the manifest says nothing of the features of ${name}`, `Write them under models.${name}.features, or name a data contract.`);
  return contractOfFeatures(features, { name, source: file, owner: owner?.name ?? null });
};
