import type { Fingerprint } from "../../../core/domain/fingerprint.ts";
import { distributionName } from "../../../core/fingerprint/distribution-name.ts";
import { parseFieldId } from "../../../core/fingerprint/parse-field-id.ts";
import { ownerOfLibrary } from "../owner-of-library.ts";

export interface InstalledPackage {
  readonly version: string;
  /** Whether it has modules in memory; null where that is not known. */
  readonly loaded: boolean | null;
  /** Its `package.origin` field; null where there is none. */
  readonly origin: string | null;
}

/** The packages of a fingerprint by canonical name. One whose native libraries are mapped is loaded, whatever else could be read. */
export const installedPackages = (fingerprint: Fingerprint): ReadonlyMap<string, InstalledPackage> => {
  const listed = fingerprint.fields["package.loaded"]?.value;
  const loaded = Array.isArray(listed) ? new Set(listed.map(distributionName)) : null;
  const mapped = new Set<string>();
  for (const [id, { how }] of Object.entries(fingerprint.fields)) {
    const owner = parseFieldId(id).kindName === "native.library" ? ownerOfLibrary(how) : null;
    if (owner !== null) mapped.add(owner);
  }
  const installed = new Map<string, InstalledPackage>();
  for (const [id, { value }] of Object.entries(fingerprint.fields)) {
    const { kindName, subject } = parseFieldId(id);
    if (kindName !== "package.version" || subject === null || typeof value !== "string") continue;
    const name = distributionName(subject);
    const origin = fingerprint.fields[`package.origin:${subject}`]?.value;
    installed.set(name, { version: value, loaded: mapped.has(name) ? true : loaded === null ? null : loaded.has(name), origin: typeof origin === "string" ? origin : null });
  }
  return installed;
};
