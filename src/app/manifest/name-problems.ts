import { type CheckedManifest, meantOrListed, problemAt } from "./checked-manifest.ts";
import { environmentsOf } from "./loaded-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { nearest } from "./nearest.ts";
import type { ValuePath } from "./placed.ts";
import { keyPlaceAt, textAt, valueAt } from "./value-at.ts";

/** Names that lead nowhere, stand twice, or are compared with themselves. */
export const nameProblems = (checked: CheckedManifest): ManifestProblem[] => {
  const { tree, manifest } = checked;
  const models = Object.keys(manifest.models ?? {});
  const environments = Object.keys(manifest.environments ?? {});
  const anywhere = [...new Set([...environments, ...models.flatMap((model) => environmentsOf(checked, model))])];
  const problems = [...pairProblems(checked, ["compare"], anywhere), ...pairProblems(checked, ["defaults", "compare"], anywhere)];
  for (const model of models) {
    problems.push(...pairProblems(checked, ["models", model, "compare"], environmentsOf(checked, model)));
    for (const environment of Object.keys(manifest.models?.[model]?.environments ?? {})) {
      if (environmentsOf(checked, model).includes(environment)) continue;
      const path: ValuePath = ["models", model, "environments", environment];
      problems.push({ code: "LS114", place: keyPlaceAt(tree, path), message: `the model ${model} says how it differs in the environment ${environment}, which is not under environments:`, todo: meantOrListed(nearest(environment, environments), environments, "Add it under environments:, with its target.") });
    }
  }
  for (const [around, keys] of listsOfNames(models, environments)) for (const key of keys) problems.push(...twice(checked, [...around, key]));
  return problems;
};

const pairProblems = ({ tree }: CheckedManifest, path: ValuePath, known: readonly string[]): ManifestProblem[] => {
  const list = valueAt(tree, path);
  if (list?.kind !== "list") return [];
  const seen = new Set<string>();
  return list.items.flatMap((_, index) => {
    const at = [...path, index];
    const [reference, candidate] = (["reference", "candidate"] as const).map((side) => textAt(tree, [...at, side]) ?? "");
    const unknown = (["reference", "candidate"] as const).flatMap((side) => {
      const name = textAt(tree, [...at, side]) ?? "";
      if (known.includes(name)) return [];
      return [problemAt(tree, [...at, side], "LS114", `compare names the environment ${name}, which is not under environments:`, meantOrListed(nearest(name, known), known, "Add it under environments:, with its target."))];
    });
    if (unknown.length > 0) return unknown;
    if (reference === candidate) return [problemAt(tree, [...at, "candidate"], "LS112", `${reference} is compared with itself; how much it disagrees with itself is measured in every check`, `Write another environment: ${known.filter((name) => name !== reference).join(" or ") || "there is none yet under environments:"}.`)];
    const pair = `${reference} ${candidate}`;
    if (seen.has(pair)) return [problemAt(tree, at, "LS112", `${reference} and ${candidate} are compared twice`, "Keep one of the two entries.")];
    seen.add(pair);
    return [];
  });
};

/** Lists in which a name may stand once. */
const listsOfNames = (models: readonly string[], environments: readonly string[]): [ValuePath, string[]][] => {
  const ofModels: ValuePath[] = [["defaults"], ...models.map((model): ValuePath => ["models", model])];
  return [
    ...ofModels.flatMap((path): [ValuePath, string[]][] => [[path, ["outputs", "features"]], [[...path, "golden"], ["segments", "exclude"]], [[...path, "preprocessing"], ["cases"]]]),
    ...environments.map((name): [ValuePath, string[]] => [["environments", name], ["overrides"]]),
    ...models.flatMap((model) => environments.map((name): [ValuePath, string[]] => [["models", model, "environments", name], ["overrides"]])),
    [["policy", "signOff"], ["signers"]],
    [["policy", "pushed"], ["keys"]],
  ];
};

const twice = ({ tree }: CheckedManifest, path: ValuePath): ManifestProblem[] => {
  const list = valueAt(tree, path);
  if (list?.kind !== "list") return [];
  const seen = new Set<string>();
  return list.items.flatMap((item, index) => {
    const at = item.kind === "map" ? [...path, index, "name"] : [...path, index];
    const name = textAt(tree, at);
    if (name === undefined) return [];
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [problemAt(tree, at, "LS112", `${name} stands twice in ${String(path.at(-1))}`, item.kind === "map" ? "Give one of them another name, or remove it." : "Remove one of them.")];
  });
};
