import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Run } from "../src/core/domain/run.ts";

const folder = new URL("../spec/schemas/", import.meta.url);

/** Every published JSON Schema by file name; made from the schemas that the code itself checks with. */
export const schemas = (): ReadonlyMap<string, string> => {
  const version = Run.shape.schemaVersion.value;
  const { $schema, ...run } = z.toJSONSchema(Run, { target: "draft-2020-12" });
  const document = { $schema, $id: `urn:lockstep:schema:run:${version}`, title: "Lockstep run", description: "One execution of Lockstep: immutable and self-contained; every report is rendered from it alone.", version, ...run };
  return new Map([["run.schema.json", `${JSON.stringify(document, null, 2)}\n`]]);
};

/** Where a published schema lies. */
export const schemaPath = (name: string): string => fileURLToPath(new URL(name, folder));

if (import.meta.main) {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of schemas()) await writeFile(schemaPath(name), text);
}
