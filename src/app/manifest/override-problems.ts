import { isDeepStrictEqual } from "node:util";
import { applyOverride, setSteps } from "./apply-override.ts";
import { type CheckedManifest, meantOrListed, problemAt } from "./checked-manifest.ts";
import { fieldNames, matchesSomeField } from "./field-pattern.ts";
import { modelTree } from "./loaded-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { nearest } from "./nearest.ts";
import type { Placed, PlacedMap, ValuePath } from "./placed.ts";
import { plainOf } from "./plain-of.ts";
import { keysOf, modelSchemaAt } from "./schema-at.ts";
import { schemaProblems } from "./schema-problems.ts";
import { keyPlaceAt, mapAt, textAt, valueAt } from "./value-at.ts";

/** What is about comparing or about environments is no property of a model in one of them. */
const notSettable: ReadonlySet<string> = new Set(["environments", "compare", "training", "golden"]);

/** Overrides that do nothing, set something that does not exist, or have run out. */
export const overrideProblems = (checked: CheckedManifest): ManifestProblem[] => {
  const { manifest } = checked;
  const models = Object.keys(manifest.models ?? {});
  const environments = Object.keys(manifest.environments ?? {});
  const lists: { readonly path: ValuePath; readonly models: readonly string[] }[] = [
    ...environments.map((name) => ({ path: ["environments", name, "overrides"], models })),
    ...models.flatMap((model) => Object.keys(manifest.models?.[model]?.environments ?? {}).map((name) => ({ path: ["models", model, "environments", name, "overrides"], models: [model] }))),
  ];
  return lists.flatMap(({ path, models: concerned }) => {
    const list = valueAt(checked.tree, path);
    return list?.kind === "list" ? list.items.flatMap((override, index) => problemsOf(checked, [...path, index], override, concerned)) : [];
  });
};

const problemsOf = (checked: CheckedManifest, path: ValuePath, override: Placed, models: readonly string[]): ManifestProblem[] => {
  const { tree, world } = checked;
  const name = textAt(override, ["name"]) ?? "";
  const problems: ManifestProblem[] = [];
  const sets = mapAt(override, ["set"])?.entries ?? new Map<string, never>();
  const allow = valueAt(override, ["allow"]);
  const allowed = allow?.kind === "list" ? allow.items : [];
  if (sets.size === 0 && allowed.length === 0) {
    problems.push(problemAt(tree, [...path, "name"], "LS115", `the override ${name} neither sets nor allows anything`, 'Add what differs, set: {version: "8"} or allow: ["cpu.*"], or remove the override.'));
  }
  const until = textAt(override, ["until"]);
  const today = world.today ?? new Date().toISOString().slice(0, 10);
  if (until !== undefined && !isDay(until)) problems.push(problemAt(tree, [...path, "until"], "LS112", `${until} is no day of the calendar`, "Write year, month and day: 2027-06-30"));
  else if (until !== undefined && until < today) {
    problems.push(problemAt(tree, [...path, "until"], "LS115", `the override ${name} held until ${until}, and today is ${today}`, "Agree on a later day if the environment still differs on purpose, or remove the override."));
  }
  allowed.forEach((item, index) => {
    const pattern = String(plainOf(item));
    if (!matchesSomeField(pattern)) problems.push(problemAt(tree, [...path, "allow", index], "LS115", `the override ${name} allows ${pattern}, which is no field of a fingerprint`, meantOrListed(nearest(pattern, fieldNames), fieldNames.slice(0, 20), "")));
  });
  for (const set of sets.keys()) problems.push(...setProblems(checked, path, override, { name, set, models }));
  return problems;
};

const isDay = (text: string): boolean => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

const setProblems = ({ tree }: CheckedManifest, path: ValuePath, override: Placed, { name, set, models }: { readonly name: string; readonly set: string; readonly models: readonly string[] }): ManifestProblem[] => {
  const steps = setSteps(set);
  const at = [...path, "set", set];
  const problem = (message: string, todo: string): ManifestProblem => ({ code: "LS115", message, place: keyPlaceAt(tree, at), todo });
  if (notSettable.has(steps[0] ?? "")) return [problem(`the override ${name} sets ${set}, which is no property of a model in one environment`, "Write it under the environment itself, or under the model.")];
  if (modelSchemaAt(steps) === undefined) {
    const known = steps.findIndex((_, index) => modelSchemaAt(steps.slice(0, index + 1)) === undefined);
    const here = keysOf(modelSchemaAt(steps.slice(0, known))).filter((key) => !notSettable.has(key));
    const meant = nearest(steps[known] ?? "", here);
    const before = steps.slice(0, known).join(".");
    const where = before === "" ? "a model has no such value" : here.length === 0 ? `${before} is a single value` : `${before} has no ${steps[known]}`;
    return [problem(`the override ${name} sets ${set}, which leads nowhere: ${where}`, meant === undefined ? (here.length === 0 ? `Write ${before}` : `There are: ${here.join(", ")}.`) : `Did you mean ${[...steps.slice(0, known), meant, ...steps.slice(known + 1)].join(".")}?`)];
  }
  const only = onlySetting(override, set);
  const results = models.map((model) => {
    const before = modelTree(tree, model) ?? tree;
    return { model, before: valueAt(before, steps), after: applyOverride(before, only, name) };
  });
  const wrong = results.flatMap(({ model, after }) => schemaProblems(manifestOf(model, after, tree)));
  if (wrong.length > 0) return wrong.slice(0, 1).map((each) => ({ ...each, message: `the override ${name} sets ${set} to what cannot be: ${each.message}` }));
  const changes = results.some(({ before, after }) => before === undefined || !isDeepStrictEqual(plainOf(before), plainOf(valueAt(after, steps) ?? after)));
  if (models.length > 0 && !changes) {
    const value = JSON.stringify(plainOf(valueAt(override, ["set", set]) ?? override));
    return [problem(`the override ${name} sets ${set} to ${value}, which it is already`, "Remove it, or write the value that differs.")];
  }
  return [];
};

const onlySetting = (override: Placed, set: string): Placed => {
  const all = mapAt(override, ["set"]);
  const entry = all?.entries.get(set);
  if (all === undefined || entry === undefined) return override;
  return { kind: "map", place: override.place, entries: new Map([["set", { key: all.place, value: { ...all, entries: new Map([[set, entry]]) } }]]) };
};

/** A manifest of one model only, to be held against the schema. */
const manifestOf = (model: string, value: Placed, { place }: PlacedMap): PlacedMap => ({
  kind: "map",
  place,
  entries: new Map([
    ["version", { key: place, value: { kind: "scalar", value: 1, source: "1", place } }],
    ["models", { key: place, value: { kind: "map", place, entries: new Map([[model, { key: place, value }]]) } }],
  ]),
});
