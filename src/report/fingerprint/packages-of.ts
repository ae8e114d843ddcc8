import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { distributionName } from "../../core/fingerprint/distribution-name.ts";
import { parseFieldId } from "../../core/fingerprint/parse-field-id.ts";

/** One installed distribution, as the fingerprint tells of it. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Where it came from; null where that was not read. */
  readonly origin: string | null;
  /** Digest of its list of files; null where that was not read. */
  readonly integrity: string | null;
  /** Whether a module of it was in memory; null where that was not read. */
  readonly loaded: boolean | null;
}

/** A field's value as text; null where it was not read or is nothing. */
export const textOf = ({ fields }: Fingerprint, id: string): string | null => {
  const value = fields[id]?.value;
  return value === undefined || value === null ? null : Array.isArray(value) ? value.join(" ") : String(value);
};

/** Every distribution of a fingerprint, by name. */
export const packagesOf = (fingerprint: Fingerprint): readonly InstalledPackage[] => {
  const list = fingerprint.fields["package.loaded"]?.value;
  const loaded = Array.isArray(list) ? new Set(list.map(distributionName)) : null;
  return Object.keys(fingerprint.fields).flatMap((id): InstalledPackage[] => {
    const { kindName, subject } = parseFieldId(id);
    const version = textOf(fingerprint, id);
    if (kindName !== "package.version" || subject === null || version === null) return [];
    return [{ name: subject, version, origin: textOf(fingerprint, `package.origin:${subject}`), integrity: textOf(fingerprint, `package.integrity:${subject}`), loaded: loaded?.has(distributionName(subject)) ?? null }];
  }).toSorted((x, y) => (x.name < y.name ? -1 : 1));
};
