import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { logFormatIds } from "../../../src/app/populations/log-registry.ts";
import { LogMapping } from "../../../src/core/domain/log-mapping.ts";
import { StandardColumn } from "../../../src/core/domain/population.ts";

const page = readFileSync(new URL("../../../docs/sources.md", import.meta.url), "utf8");
const rows = new Map([...page.slice(page.indexOf("## The mapping")).matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, key = "", meaning = ""]) => [key, meaning]));

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly anyOf?: readonly Schema[];
}

/** Every key by its path; names that people choose are NAME, the standard columns stand in one row. */
const keysOf = ({ properties, additionalProperties, propertyNames, anyOf }: Schema, around: string): string[] => [
  ...Object.entries(properties ?? {}).flatMap(([key, inner]) => [`${around}${key}`, ...keysOf(inner, `${around}${key}.`)]),
  ...(typeof additionalProperties === "object" && propertyNames?.enum === undefined ? keysOf(additionalProperties, `${around}NAME.`) : []),
  ...(anyOf ?? []).flatMap((each) => keysOf(each, around)),
];

it("the page has every key of a mapping, every standard column, and no other key", () => {
  const known = keysOf(z.toJSONSchema(LogMapping, { unrepresentable: "any" }) as Schema, "");
  expect(known.length).toBeGreaterThan(15);
  expect([...rows.keys()].sort()).toEqual([...new Set(known)].sort());
  for (const name of StandardColumn.options) expect(rows.get("standard")).toContain(`\`${name}\``);
});

it("every format has its line, and the example on the page is a mapping", () => {
  for (const id of logFormatIds) expect(page).toMatch(new RegExp(`^\\|.*\`${id}\``, "m"));
  const [, example = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  expect(LogMapping.safeParse(parse(example)).error?.message).toBeUndefined();
});
