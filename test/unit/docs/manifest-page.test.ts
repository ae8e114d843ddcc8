import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { manifestDefaults, modelDefaults } from "../../../src/app/manifest/manifest-defaults.ts";
import { Manifest } from "../../../src/core/domain/manifest.ts";

const page = readFileSync(new URL("../../../docs/manifest.md", import.meta.url), "utf8");

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Described once, though they stand in several places: the keys of a model under defaults, those of an environment under a model, an owner, a pair. */
const told: readonly [RegExp, string | null][] = [
  [/^defaults\..*/, null],
  [/^models\.NAME\.environments\..*/, null],
  [/^models\.NAME\.tolerances\.outputs\..*/, null],
  [/^models\.NAME\.compare\./, "compare."],
  [/^.*\.owner\./, "owner."],
  [/^policy\.approvals\.[^.]+\./, "policy.approvals.KIND."],
];

const nameFor = (path: string): string | null => {
  const found = told.find(([pattern]) => pattern.test(path));
  return found === undefined ? path : found[1] === null ? null : path.replace(found[0], found[1]);
};

/** Every key by its path, `models.NAME.golden.key`; names that people choose are NAME, places in lists are left out. */
const keysOf = (schema: Schema, around: string): string[] => {
  const below = (key: string, inner: Schema): string[] => [`${around}${key}`, ...keysOf(inner, `${around}${key}.`)];
  const { properties, additionalProperties, propertyNames, items, anyOf } = schema;
  return [
    ...Object.entries(properties ?? {}).flatMap(([key, inner]) => below(key, inner)),
    ...(propertyNames?.enum ?? []).map((key) => `${around}${key}`),
    ...(typeof additionalProperties === "object" && propertyNames?.enum === undefined ? keysOf(additionalProperties, `${around}NAME.`) : []),
    ...(items === undefined ? [] : keysOf(items, around)),
    ...(anyOf ?? []).flatMap((each) => keysOf(each, around)),
  ];
};

const known = new Set(keysOf(z.toJSONSchema(Manifest, { unrepresentable: "any" }) as Schema, "").flatMap((path) => nameFor(path) ?? []));

/** The tables' rows by path: the heading they stand under, and their own key. */
const rows = new Map(
  [...page.matchAll(/^### (.+)\n([\s\S]*?)(?=^### |(?![\s\S]))/gm)].flatMap(([, heading = "", section = ""]) => {
    const prefix = heading === "Top level" ? "" : `${heading.replaceAll("`", "")}.`;
    return [...section.matchAll(/^\| `([^`]+)` \| (.+) \| ?(.*) ?\|$/gm)].map(([, key = "", meaning = "", standard = ""]): [string, { readonly meaning: string; readonly standard: string }] => [prefix + key, { meaning, standard }]);
  }),
);

it("the page has every key of the schema, each in one place, and no other", () => {
  expect(known.size).toBeGreaterThan(100);
  expect([...rows.keys()].sort()).toEqual([...known].sort());
});

it.each([...modelDefaults.map((each) => ({ ...each, path: `models.NAME.${each.path}` })), ...manifestDefaults])("the default of $path stands on the page", ({ path, value }) => {
  for (const text of [value].flat().map(String)) expect(rows.get(path)?.standard).toContain(text);
});

it("every example on the page is a manifest's part", () => {
  const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => parse(text ?? "") as object);
  expect(examples.length).toBeGreaterThan(8);
  for (const example of examples) expect(Manifest.safeParse({ version: 1, ...example }).error?.message, JSON.stringify(example)).toBeUndefined();
});
