import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeFileWhole } from "../write-file-whole.ts";

/** The JSON Schema of lockstep.yaml as it is published with the package. */
export const manifestSchema = (): Promise<string> => readFile(new URL("../../../spec/schemas/manifest.schema.json", import.meta.url), "utf8");

/** Where editors find the schema, from the folder of the manifest: beside the baselines, so that it is under version control and needs no network. */
const schemaPath = "lockstep/manifest.schema.json";

/** The first line of a manifest, by which editors complete and check it. */
export const schemaLine = `# yaml-language-server: $schema=${schemaPath}`;

/** Puts the schema where `schemaLine` says. It is made by Lockstep, and made again by each that writes a manifest. LS506. */
export const writeSchemaBeside = async (manifest: string): Promise<void> => writeFileWhole(join(dirname(manifest), schemaPath), await manifestSchema());
