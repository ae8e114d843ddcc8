import type { z } from "zod";
import { Manifest } from "../../core/domain/manifest.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { ManifestProblem } from "./manifest-problem.ts";
import { nearest } from "./nearest.ts";
import { plainOf } from "./plain-of.ts";
import type { Placed, PlacedMap, ValuePath } from "./placed.ts";
import { quantityAdvice } from "./quantity-advice.ts";
import { exampleMap, homesOf, keysOf, schemaAt, wantedAt } from "./schema-at.ts";
import { keyPlaceAt, pathText, textAt, valueAt } from "./value-at.ts";

type Issue = z.core.$ZodIssue;

/** Everything in a manifest that its schema does not allow, each with its place and how to mend it. */
export const schemaProblems = (tree: PlacedMap): ManifestProblem[] => {
  const result = Manifest.safeParse(plainOf(tree));
  return result.success ? [] : result.error.issues.flatMap((issue) => problemsOf(issue, tree));
};

const problemsOf = (issue: Issue, tree: PlacedMap): ManifestProblem[] => {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key, tree));
  if (issue.code === "invalid_key") return [badName(path, tree)];
  const value = valueAt(tree, path);
  if (value === undefined) return [missing(path, tree)];
  if (issue.code === "invalid_union") {
    const meant = meantOption(issue, value);
    if (meant !== undefined) return meant.flatMap((inner) => problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, tree));
  }
  // An empty value stands where its key does.
  const place = value.kind === "scalar" && value.source !== "" ? value.place : keyPlaceAt(tree, path);
  const what = pathText(path);
  // A header may be a secret, also where it has the wrong form.
  if (path.at(-1) === "headers") return [{ code: "LS112", message: `${what}: headers are a map of names and values`, place, secret: value.kind === "scalar", todo: "Write headers: {Authorization: Bearer env:NAME}, each header a key." }];
  if (path.includes("headers")) return [{ code: "LS112", message: `${what}: a header's value is a text`, place, secret: true, todo: "Write it as text; a secret by reference: env:NAME or file:PATH." }];
  const { kind, example } = wantedAt(path);
  const problem = (message: string, todo: string): ManifestProblem => ({ code: "LS112", message: `${what}: ${message}`, place, todo });

  if (value.kind === "scalar" && value.source === "" && value.value === null) return [problem(`nothing stands behind the colon, where ${kind} is wanted`, `Write ${lastKey(path)}: ${example}, or remove the key.`)];
  if (issue.code === "invalid_value") {
    const values = issue.values.map(String);
    const meant = nearest(written(value), values);
    return [problem(`${quote(value)} is not one of ${values.join(", ")}`, `${meant === undefined ? `Write one of ${values.join(", ")}` : `Did you mean ${meant}? Write ${entry(path, meant)}`}.`)];
  }
  if (value.kind === "scalar" && value.value === "") return [problem(`an empty text stands where ${kind} is wanted`, `Write ${entry(path, example)}, or remove the key.`)];
  const range = rangeOf(issue);
  if (range !== null && value.kind === "scalar") return [problem(`${quote(value)} is not ${range}`, `${quantityAdvice(range, written(value)) ?? `Write ${range}`}${range.startsWith("a share") ? ", or a number from 0 to below 1" : ""}.`)];
  return [problem(`${describe(value)} stands where ${kind} is wanted`, kindAdvice(path, value, kind, example))];
};

const lastKey = (path: ValuePath): string => String(path.findLast((step) => typeof step === "string") ?? "");
const entry = (path: ValuePath, value: string): string => (typeof path.at(-1) === "number" ? value : `${lastKey(path)}: ${value}`);
const written = (value: Placed): string => (value.kind === "scalar" ? (typeof value.value === "string" ? value.value : value.source) : "");
const quote = (value: Placed): string => (value.kind !== "scalar" ? describe(value) : typeof value.value === "string" ? `"${value.value}"` : value.source);

const describe = (value: Placed): string => {
  if (value.kind === "list") return "a list";
  if (value.kind === "map") return "a map";
  if (value.value === null) return "null";
  return `the ${typeof value.value === "string" ? "text" : typeof value.value === "number" ? "number" : "truth value"} ${quote(value)}`;
};

const unknownKey = (path: ValuePath, key: string, tree: PlacedMap): ManifestProblem => {
  const known = keysOf(schemaAt(path));
  const meant = nearest(key, known) ?? known.find((each) => otherWords[each]?.includes(key.toLowerCase()));
  const here = pathText(path.map((step, index) => (index > 0 && keysOf(schemaAt(path.slice(0, index))).length === 0 ? "NAME" : step)));
  const below = homesOf(key).filter((home) => home.startsWith(`${here}.`)).map((home) => home.slice(here.length + 1));
  const homes = homesOf(key).filter((home) => home !== here);
  if (known.includes(key)) return { code: "LS111", message: `the key ${key} does not go with the others under ${pathText(path)}`, place: keyPlaceAt(tree, [...path, key]), todo: "Take it out, or take the others out that say something else." };
  const where = path.length === 0 ? "at the top of the manifest" : `under ${pathText(path)}`;
  const todo = key === "<<" ? "Merge keys are no part of YAML 1.2: share values with defaults: or extends:."
    : meant !== undefined ? `Did you mean ${meant}?`
    : below.length > 0 && path.length > 0 ? `Move it under ${below.slice(0, 3).join(" or ")}, here.`
    : homes.length > 0 ? `It belongs under ${listOf(homes.slice(0, 3).map((home) => home.replaceAll("NAME", "<name>")))}. Known here: ${known.join(", ")}.`
    : `Remove it, or write one of: ${known.join(", ")}.`;
  return { code: "LS111", message: `the key ${key} is not known ${where}`, place: keyPlaceAt(tree, [...path, key]), todo };
};

/** What people write who know another tool's files. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  target: ["url", "uri", "address", "endpoint", "path"], headers: ["auth", "authorization", "credentials", "token"], maxRate: ["rps", "qps", "rate"], golden: ["data", "dataset", "inputs"],
  budgets: ["limits", "slo", "slos", "sla"], checks: ["tests", "modes"], until: ["expires", "expiry", "end"], reason: ["because", "why", "rationale", "comment"], set: ["values", "sets", "with"],
};

const missing = (path: ValuePath, tree: PlacedMap): ManifestProblem => {
  const around = path.slice(0, -1);
  const { kind, example } = wantedAt(path);
  const key = lastKey(path);
  const overriding = key === "reason" && around.includes("overrides");
  const message = overriding ? `${nameOf(around, tree)} has no reason: nobody who reads a report would know why the environment differs on purpose` : `${pathText(around)} lacks its ${key}, ${kind}`;
  return { code: overriding ? "LS115" : "LS113", message, place: keyPlaceAt(tree, around), todo: `Add to it: ${key}: ${example}` };
};

const nameOf = (path: ValuePath, tree: PlacedMap): string => {
  const name = valueAt(tree, [...path, "name"]);
  return name?.kind === "scalar" ? `the override ${String(name.value)}` : `the override ${pathText(path)}`;
};

const badName = (path: ValuePath, tree: PlacedMap): ManifestProblem => {
  const name = String(path.at(-1));
  const environment = path[0] === "environments";
  if (path.includes("checks") || path[0] === "defaults") return unknownKey(path.slice(0, -1), name, tree);
  const slug = (environment ? name.toLowerCase() : name).replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+|-+$/g, "");
  const good = environment && !/^[a-z]/.test(slug) ? `env-${slug}` : slug;
  const rule = environment ? "begins with a small letter, then small letters, digits, dots, - and _" : "begins with a letter or digit, then letters, digits, dots, - and _";
  return { code: "LS112", message: `"${name}" cannot be the name of ${environment ? "an environment" : "a model"}: a name ${rule}`, place: keyPlaceAt(tree, path), todo: `Write ${good === "" ? "another name" : good}.` };
};

/** Of several kinds that may stand at a place the one that was meant: whose keys were written, or of whose words one was misspelt. Undefined when that is anybody's guess. */
const meantOption = ({ errors }: Extract<Issue, { code: "invalid_union" }>, value: Placed): readonly Issue[] | undefined => {
  if (value.kind === "scalar") return typeof value.value === "string" && value.value !== "" ? errors.find((issues) => issues.length === 1 && issues[0]?.code === "invalid_value" && issues[0].path.length === 0) : undefined;
  if (value.kind !== "map") return undefined;
  const strangers = (issues: readonly Issue[]): number => issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys.length : 0), 0);
  const maps = errors.filter((issues) => !issues.some((issue) => issue.code === "invalid_type" && issue.path.length === 0));
  const [best] = [...maps].sort((a, b) => strangers(a) - strangers(b) || a.length - b.length);
  return best !== undefined && strangers(best) < value.entries.size ? best : undefined;
};

/** What the schema said of a value of the right kind that is out of its range, or not in its form. */
const rangeOf = (issue: Issue): string | null => {
  if (issue.code === "invalid_format" && issue.message.startsWith("is not ")) return issue.message.slice("is not ".length);
  if (issue.code === "invalid_union") {
    const inner = issue.errors.flat();
    const form = inner.map(rangeOf).find((found) => found !== null && /duration|share|size/.test(found));
    if (form !== undefined && form !== null) return form;
    return null;
  }
  if (issue.code === "too_small") return `a number ${issue.inclusive === true ? "from" : "above"} ${String(issue.minimum)}${issue.inclusive === true ? " on" : ""}`;
  if (issue.code === "too_big") return issue.maximum === 1 ? "a share such as 0.001 or 0.1%" : `a number up to ${String(issue.maximum)}`;
  if (issue.code === "invalid_type" && issue.expected === "int") return "a whole number";
  return null;
};

const kindAdvice = (path: ValuePath, value: Placed, kind: string, example: string): string => {
  const scalar = value.kind === "scalar" ? value : null;
  if (kind === "a list" && example.startsWith("[{")) return `Write its entries below it, each like this: - ${example.slice(1, -1)}`;
  if (kind === "a list") return scalar === null ? `Write each item on a line of its own, after "- ".` : `Write ${entry(path, `[${written(value)}]`)}`;
  if (kind === "true or false" && scalar !== null) {
    const word = written(value).toLowerCase();
    if (["no", "off", "n", "0"].includes(word)) return `YAML 1.2 reads ${written(value)} as ${typeof scalar.value === "string" ? "text" : "a number"}: write ${entry(path, "false")}`;
    if (["yes", "on", "y", "1"].includes(word)) return `YAML 1.2 reads ${written(value)} as ${typeof scalar.value === "string" ? "text" : "a number"}: write ${entry(path, "true")}`;
  }
  if (kind === "a number" && scalar !== null && typeof scalar.value === "string") {
    const percent = /^([\d.]+)\s*%$/.exec(scalar.value)?.[1];
    if (percent !== undefined) return `Write ${entry(path, String(Number(percent) / 100))}`;
    if (scalar.value !== "" && Number.isFinite(Number(scalar.value))) return `Take the quotes away: ${entry(path, scalar.value)}`;
  }
  const quantity = scalar === null ? undefined : quantityAdvice(kind, scalar.source);
  if (quantity !== undefined) return `${quantity}.`;
  if (kind.includes("a text") && scalar !== null && typeof scalar.value !== "string" && scalar.value !== null) return `Put it in quotes: ${entry(path, `"${scalar.source}"`)}`;
  if (kind.includes("a text") && value.kind === "list" && value.items.length === 1 && value.items[0]?.kind === "scalar") return `Write one value: ${entry(path, written(value.items[0]))}`;
  const glued = scalar === null ? null : /^([\w.-]+):(\S.*)$/.exec(written(value));
  if (kind.startsWith("a map") && glued !== null && keysOf(schemaAt(path)).includes(glued[1] ?? "")) return `Put a blank behind the colon: ${glued[1]}: ${glued[2]}`;
  const named = value.kind === "list" ? textAt(value, [0, "name"]) : undefined;
  if (kind.startsWith("a map") && named !== undefined) return `Write "${named}:" with its values indented below it, instead of "- name: ${named}".`;
  if (kind.startsWith("a map") && value.kind === "list") return `Write a map instead of the list: ${entry(path, exampleMap(path))}`;
  if (kind.startsWith("a map with") && scalar !== null) return `Write ${entry(path, example)}`;
  if (kind.startsWith("a map") && scalar !== null) return `Write ${entry(path, exampleMap(path, scalar.source))}`;
  return `Write ${entry(path, example)}`;
};
