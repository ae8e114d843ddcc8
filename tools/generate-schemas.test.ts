import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { Run } from "../src/core/domain/run.ts";
import { schemaPath, schemas } from "./generate-schemas.ts";

test.each([...schemas().keys()])("%s is what the code's own schema says; if not, run: node tools/generate-schemas.ts", async (name) => {
  expect(await readFile(schemaPath(name), "utf8")).toBe(schemas().get(name));
});

test("a schema has an address, a title and a version, and knows every field of a run", () => {
  const run = JSON.parse(schemas().get("schemas/run.schema.json") ?? "") as { $id: string; title: string; version: number; required: string[]; properties: Record<string, unknown> };
  expect(run).toMatchObject({ $id: "urn:lockstep:schema:run:1", title: "Lockstep run", version: 1 });
  expect(run.required).toContain("verdict");
  expect(Object.keys(run.properties)).toEqual(Object.keys(Run.shape));
});
