import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";
import { packagesOf, textOf } from "./packages-of.ts";

type Property = { readonly name: string; readonly value: string };

const hashOf = (value: string | null): { readonly hashes?: readonly { readonly alg: "SHA-256"; readonly content: string }[] } => {
  const content = value === null ? undefined : /^sha256:([0-9a-f]{64})\b/.exec(value)?.[1];
  return content === undefined ? {} : { hashes: [{ alg: "SHA-256", content }] };
};

const properties = (list: readonly (Property | null)[]): { readonly properties?: readonly Property[] } => {
  const kept = list.filter((property) => property !== null);
  return kept.length === 0 ? {} : { properties: kept };
};

const property = (name: string, value: string | boolean | null): Property | null => (value === null ? null : { name: `lockstep:${name}`, value: String(value) });

/** A version may hold what a package URL may not: `2.3.0+cpu`. */
const packageUrl = (name: string, version: string): string => `pkg:pypi/${encodeURIComponent(distributionName(name))}@${encodeURIComponent(version)}`;

/**
 * The packages, model and preprocessing files and native libraries of a fingerprint as a CycloneDX 1.6 bill of materials. What is no component (switches, limits, threads) stays
 * in the fingerprint: the bill says what there is, not how it behaves.
 */
export const cyclonedxOf = (fingerprint: Fingerprint, tool: { readonly version: string }): unknown => {
  const files = Object.keys(fingerprint.fields).flatMap((id) => {
    const { kindName, subject } = parseFieldId(id);
    const value = textOf(fingerprint, id);
    if (subject === null || value === null) return [];
    if (kindName === "model.file") return [{ type: "machine-learning-model", "bom-ref": id, name: subject, ...hashOf(value), ...properties([property("bytes", value.split(" ")[1] ?? null)]) }];
    if (kindName === "preprocessing.file") return [{ type: "file", "bom-ref": id, name: subject, ...hashOf(value), ...properties([property("bytes", value.split(" ")[1] ?? null)]) }];
    // A library that only says its version has that; one whose bytes were read has their digest.
    if (kindName === "native.library") return [{ type: "library", "bom-ref": id, name: subject, ...(value.startsWith("sha256:") ? hashOf(value) : { version: value.split(" ")[0] }), ...properties([property("kind", "native library in memory"), property("path", fingerprint.fields[id]?.how ?? null)]) }];
    return [];
  });
  const system = textOf(fingerprint, "os.release");
  const python = textOf(fingerprint, "python.version");
  return {
    bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
    metadata: {
      timestamp: fingerprint.takenAt,
      tools: { components: [{ type: "application", name: "lockstep", version: tool.version }] },
      component: { type: "application", "bom-ref": "serving-process", name: textOf(fingerprint, "server.name") ?? "serving process" },
      ...properties([property("probe", fingerprint.probe), property("method", fingerprint.method), property("image", textOf(fingerprint, "image.digest"))]),
    },
    components: [
      ...(system === null ? [] : [{ type: "operating-system", "bom-ref": "os.release", name: system }]),
      ...(python === null ? [] : [{ type: "platform", "bom-ref": "python.version", name: textOf(fingerprint, "python.implementation") ?? "python", version: python }]),
      ...packagesOf(fingerprint).map(({ name, version, origin, integrity, loaded }) => ({
        type: "library", "bom-ref": `package.version:${name}`, name, version, purl: packageUrl(name, version),
        ...properties([property("origin", origin), property("record", integrity), property("loaded", loaded)]),
      })),
      ...files,
    ],
  };
};
