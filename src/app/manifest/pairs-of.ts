import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { environmentsOf, type LoadedManifest, trainingEnvironment } from "./loaded-manifest.ts";
import { chooseEnvironment, chooseModel } from "./resolve-model.ts";

export interface ModelPair {
  readonly model: string;
  readonly reference: string;
  readonly candidate: string;
}

/**
 * What a check compares, in the manifest's order: with two names that pair, of each model; with one name, or none, the pairs under `compare:`
 * (the model's own before the manifest's) that it stands in. Without `compare:` two environments are a pair, the first one the reference; with any
 * other number LS113 asks for it, because a guessed reference would be a guessed verdict.
 */
export const pairsOf = (loaded: LoadedManifest, asked: { readonly model?: string | null; readonly names?: readonly string[] } = {}): ModelPair[] => {
  const models = (asked.model ?? null) === null ? Object.keys(loaded.manifest.models ?? {}) : [chooseModel(loaded, asked.model ?? undefined)];
  const names = asked.names ?? [];
  if (models.length === 0) chooseModel(loaded);
  if (names.length > 2) throw new LockstepError("LS102", { message: `a check compares two environments, and ${names.length} were named: ${names.join(", ")}`, place: names.join(" ") });
  const found = models.flatMap((model) => {
    const [first, second] = names.map((name) => chooseEnvironment(loaded, model, name));
    if (first !== undefined && second !== undefined) return [{ model, reference: first, candidate: second }];
    // An empty list is a word too: of this model nothing is compared here.
    if (loaded.manifest.models?.[model]?.compare?.length === 0) return [];
    const pairs = agreedPairs(loaded, model);
    const chosen = first === undefined ? pairs : pairs.filter(({ reference, candidate }) => reference === first || candidate === first);
    if (chosen.length === 0) throw new LockstepError("LS113", { message: `no pair under compare: has the environment ${first}`, place: first ?? loaded.path, todo: "Name both environments, the reference first." });
    return chosen.map(({ reference, candidate }) => ({ model, reference, candidate }));
  });
  if (found.length === 0) throw new LockstepError("LS113", { message: `of ${models.join(", ")} nothing is compared: compare: [] says so`, place: loaded.path, todo: "Name both environments, the reference first, or take the empty list out." });
  return found;
};

const agreedPairs = (loaded: LoadedManifest, model: string): readonly { readonly reference: string; readonly candidate: string }[] => {
  const { manifest } = loaded;
  const own = manifest.models?.[model]?.compare;
  // What is said for all models may name the training of some.
  const known = environmentsOf(loaded, model);
  const pairs = own ?? (manifest.defaults?.compare ?? manifest.compare)?.filter(({ reference, candidate }) => known.includes(reference) && known.includes(candidate));
  if (pairs !== undefined && pairs.length > 0) return pairs;
  const asked = environmentsOf(loaded, model).filter((name) => name !== trainingEnvironment);
  const [reference, candidate] = asked;
  if (reference !== undefined && candidate !== undefined && asked.length === 2) return [{ reference, candidate }];
  const example = reference === undefined || candidate === undefined ? "" : ` - {reference: ${reference}, candidate: ${candidate}}`;
  throw new LockstepError("LS113", {
    message: asked.length < 2 ? `${loaded.path} names ${asked.length === 0 ? "no environment" : `one environment, ${reference}`}; a check compares two` : `${loaded.path} names ${asked.length} environments, and not which are compared`,
    place: loaded.path,
    todo: asked.length < 2 ? "Add another under environments:, with its target." : `Add compare: with one entry per pair:${example}`,
  });
};
