import { readBytes } from "../../core/quantities/read-bytes.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { type CheckedManifest, meantOrListed, problemAt } from "./checked-manifest.ts";
import { fieldNames, matchesSomeField } from "./field-pattern.ts";
import { modelTree } from "./loaded-manifest.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { nearest } from "./nearest.ts";
import type { Placed, ValuePath } from "./placed.ts";
import { plainOf } from "./plain-of.ts";
import { mapAt, textAt, valueAt } from "./value-at.ts";

/** Values of the right form that cannot be meant: a tolerance without a limit, a budget of nothing, a version that loses a digit. */
export const valueProblems = (checked: CheckedManifest): ManifestProblem[] => {
  const { tree, manifest } = checked;
  const models = Object.keys(manifest.models ?? {});
  const places: ValuePath[] = [["defaults"], ...models.map((model): ValuePath => ["models", model])];
  return [
    ...places.flatMap((path) => [...toleranceProblems(checked, path), ...budgetProblems(checked, path), ...outputNameProblems(checked, path), ...featureProblems(checked, path), ...versionProblems(checked, path)]),
    ...models.flatMap((model) => outputProblems(checked, model)),
    ...items(tree, ["policy", "equal"]).flatMap((item, index) => {
      const pattern = String(plainOf(item));
      if (matchesSomeField(pattern)) return [];
      return [problemAt(tree, ["policy", "equal", index], "LS112", `${pattern} is no group or field of a fingerprint`, meantOrListed(nearest(pattern, fieldNames), fieldNames.slice(0, 20), ""))];
    }),
  ];
};

const items = (tree: Placed, path: ValuePath): readonly Placed[] => {
  const list = valueAt(tree, path);
  return list?.kind === "list" ? list.items : [];
};

const toleranceProblems = ({ tree }: CheckedManifest, around: ValuePath): ManifestProblem[] => {
  const path = [...around, "tolerances"];
  const named = [...(mapAt(tree, [...path, "outputs"])?.entries.keys() ?? [])].map((output): ValuePath => [...path, "outputs", output]);
  return [[...path, "default"], ...named].flatMap((at) => {
    const tolerance = mapAt(tree, at);
    if (tolerance === undefined) return [];
    const limits = ["absolute", "relative"].filter((limit) => tolerance.entries.has(limit));
    const name = String(at.at(-1));
    if (limits.length === 0) return [problemAt(tree, at, "LS113", `the tolerance ${name} has neither absolute nor relative`, "Add a limit to it: absolute: 1e-6")];
    if (textAt(tree, [...at, "mode"]) === "both" && limits.length === 1) {
      const lacking = limits[0] === "absolute" ? "relative" : "absolute";
      return [problemAt(tree, [...at, "mode"], "LS112", `the tolerance ${name} has mode: both, but no ${lacking}; nothing but equal values would be the same`, `Add ${lacking}: 1e-6, or write mode: either`)];
    }
    return [];
  });
};

const budgetProblems = ({ tree }: CheckedManifest, around: ValuePath): ManifestProblem[] => {
  const path = [...around, "budgets"];
  const zero = (at: ValuePath, read: (text: string) => number | undefined): ManifestProblem[] => {
    const text = textAt(tree, at);
    const value = text === undefined ? undefined : read(text);
    // A size of nothing has the form of a size and is none.
    const nothing = text !== undefined && /^0+(\.0+)?\s*[A-Za-z]*$/.test(text);
    return value === 0 || nothing ? [problemAt(tree, at, "LS112", `a budget of ${text} can be kept by nobody`, `Write what ${String(at.at(-1))} may be at most, or remove the line.`)] : [];
  };
  const quantiles = ["p50", "p95", "p99"].flatMap((name) => {
    const text = textAt(tree, [...path, "latency", name]);
    const ms = text === undefined ? undefined : readDuration(text);
    return ms === undefined ? [] : [{ name, text, ms }];
  });
  const falling = quantiles.flatMap((one, index) => {
    const next = quantiles[index + 1];
    if (next === undefined || next.ms >= one.ms) return [];
    return [problemAt(tree, [...path, "latency", next.name], "LS112", `${next.name} (${next.text}) is below ${one.name} (${one.text}), which no latencies can be`, `Write ${next.name}: ${one.text} or more, or lower ${one.name}.`)];
  });
  return [
    ...["p50", "p95", "p99"].flatMap((name) => zero([...path, "latency", name], readDuration)),
    ...["memory", "gpuMemory"].flatMap((name) => zero([...path, name], readBytes)),
    ...zero([...path, "cpuPerRequest"], readDuration),
    ...falling,
  ];
};

const outputNameProblems = ({ tree }: CheckedManifest, around: ValuePath): ManifestProblem[] => {
  const lists: ValuePath[] = [[...around, "outputs"], [...around, "golden", "exclude"]];
  return lists.flatMap((path) => items(tree, path).flatMap((item, index) => {
    const name = String(plainOf(item));
    const parts = name.split(",").map((part) => part.trim()).filter((part) => part !== "");
    if (parts.length === 1 && parts[0] === name) return [];
    return [problemAt(tree, [...path, index], "LS112", `"${name}" holds a comma or outer blanks, which no column's name here may`, parts.length > 1 ? `Write each as an item of its own: [${parts.join(", ")}]` : `Write ${parts[0] ?? "a name"}`)];
  }));
};

const featureProblems = ({ tree }: CheckedManifest, around: ValuePath): ManifestProblem[] =>
  items(tree, [...around, "features"]).flatMap((item, index) => {
    const { name, minimum, maximum } = plainOf(item) as { name?: unknown; minimum?: unknown; maximum?: unknown };
    if (typeof minimum !== "number" || typeof maximum !== "number" || minimum <= maximum) return [];
    return [problemAt(tree, [...around, "features", index, "minimum"], "LS112", `the feature ${String(name)} has a minimum of ${minimum} above its maximum of ${maximum}`, `Exchange them: minimum: ${maximum}, maximum: ${minimum}`)];
  });

/** YAML reads 1.10 as the number 1.1, which is another version. */
const versionProblems = ({ tree }: CheckedManifest, around: ValuePath): ManifestProblem[] => {
  const value = valueAt(tree, [...around, "version"]);
  if (value?.kind !== "scalar" || typeof value.value !== "number" || String(value.value) === value.source) return [];
  return [problemAt(tree, [...around, "version"], "LS112", `the version ${value.source} is read as the number ${value.value}, which is another one`, `Put it in quotes: version: "${value.source}"`)];
};

/** Tolerances and the decision are about outputs that are compared. */
const outputProblems = ({ tree }: CheckedManifest, model: string): ManifestProblem[] => {
  const own: ValuePath = ["models", model];
  const whole = modelTree(tree, model);
  const outputs = whole === undefined ? [] : items(whole, ["outputs"]).map((item) => String(plainOf(item)));
  if (outputs.length === 0) return [];
  const unknown = (path: ValuePath, what: string, output: string): ManifestProblem =>
    problemAt(tree, path, "LS114", `${what} ${output}, which is not under outputs: of ${model}`, nearest(output, outputs) === undefined ? `Add it to outputs:, or write one of ${listOf(outputs)}.` : `Did you mean ${nearest(output, outputs)}?`);
  const named = [...(mapAt(tree, [...own, "tolerances", "outputs"])?.entries.keys() ?? [])];
  const decision = textAt(tree, [...own, "decision", "output"]);
  return [
    ...named.filter((output) => !outputs.includes(output)).map((output) => ({ ...unknown([...own, "tolerances", "outputs", output], "there is a tolerance for the output", output) })),
    ...(decision !== undefined && !outputs.includes(decision) ? [unknown([...own, "decision", "output"], "the decision is made of the output", decision)] : []),
  ];
};
