import { expect, test } from "vitest";
import { fieldKinds } from "../../core/fingerprint/field-kinds.ts";
import { causeCatalogue } from "../diagnose/cause-catalogue.ts";
import { kindWords } from "./kind-words.ts";

test("every cause that a field speaks for is in the catalogue", () => {
  const used = new Set(Object.values(fieldKinds).flatMap(({ causes }) => causes as readonly string[]));
  expect([...used].filter((code) => !Object.hasOwn(causeCatalogue, code))).toEqual([]);
});

test("every kind that moves something says what it can do and what to do", () => {
  const unknown = kindWords(null, "none").why;
  for (const [name, { group, moves }] of Object.entries(fieldKinds)) if (moves !== "nothing") expect(kindWords(name as keyof typeof fieldKinds, group).why, name).not.toBe(unknown);
});
