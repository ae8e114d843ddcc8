import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Baseline } from "../src/core/domain/baseline.ts";
import { Fingerprint } from "../src/core/domain/fingerprint.ts";
import { Manifest } from "../src/core/domain/manifest.ts";
import { Run } from "../src/core/domain/run.ts";
import { SignOff } from "../src/core/domain/sign-off.ts";
import { fieldKinds } from "../src/core/fingerprint/field-kinds.ts";

const folder = new URL("../spec/", import.meta.url);

const document = (schema: z.ZodType, name: string, version: number, title: string, description: string): [string, string] => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12" });
  return [`schemas/${name}.schema.json`, `${JSON.stringify({ $schema, $id: `urn:lockstep:schema:${name}:${version}`, title, description, version, ...rest }, null, 2)}\n`];
};

/** Every published JSON Schema and list by its path under spec/; made from what the code itself checks with. */
export const schemas = (): ReadonlyMap<string, string> =>
  new Map([
    document(Run, "run", Run.shape.schemaVersion.value, "Lockstep run", "One execution of Lockstep: immutable and self-contained; every report is rendered from it alone."),
    document(Manifest, "manifest", Manifest.shape.version.value, "Lockstep manifest", "lockstep.yaml: what was agreed about models, environments and how they are compared."),
    document(Fingerprint, "fingerprint", Fingerprint.shape.schemaVersion.value, "Lockstep fingerprint", "What an environment is, as read from inside the running process or from beside it."),
    document(Baseline, "baseline", Baseline.shape.schemaVersion.value, "Lockstep baseline", "An approved version of a model's reference behaviour."),
    document(SignOff, "sign-off", SignOff.shape.schemaVersion.value, "Lockstep sign-off", "The predicate of a signed in-toto statement: what was signed off, for which identity, until when."),
    ["fingerprint-kinds.json", `${JSON.stringify(fieldKinds, null, 2)}\n`],
  ]);

/** Where a published schema lies. */
export const schemaPath = (name: string): string => fileURLToPath(new URL(name, folder));

if (import.meta.main) {
  await mkdir(new URL("schemas/", folder), { recursive: true });
  for (const [name, text] of schemas()) await writeFile(schemaPath(name), text);
}
