import { compareFingerprints } from "../../checks/environment/compare-fingerprints.ts";
import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import type { FingerprintDependencies } from "./probe-registry.ts";
import { takeFingerprint } from "./take-fingerprint.ts";

/** Two sources, what was read of them, and how they differ. */
export interface ComparedSources {
  readonly reference: { readonly source: string; readonly name: string; readonly fingerprint: Fingerprint };
  readonly candidate: { readonly source: string; readonly name: string; readonly fingerprint: Fingerprint };
  readonly differences: readonly EnvironmentDifference[];
}

/** A name short enough for a sentence: a file's, a URL's host, and the whole source where two would read alike. */
const shortName = (source: string): string => (/^https?:/i.test(source) ? new URL(source).host : (source.replace(/[/\\]+$/, "").split(/[/\\]/).at(-1) ?? source));

/** Credentials in a URL are for the connection, not for the eyes. */
const withoutCredentials = (source: string): string => source.replace(/^(https?:\/\/)[^/@]*@/i, "$1");

/** Reads two fingerprints, from whatever `takeFingerprint` knows, and compares them; errors are those of reading. */
export const compareSources = async (one: string, other: string, deps: FingerprintDependencies): Promise<ComparedSources> => {
  const [reference, candidate] = await Promise.all([takeFingerprint(one, deps), takeFingerprint(other, deps)]);
  const [left, right] = [withoutCredentials(one), withoutCredentials(other)];
  const alike = shortName(left) === shortName(right);
  const names = { reference: alike ? left : shortName(left), candidate: alike ? right : shortName(right) };
  return {
    reference: { source: left, name: names.reference, fingerprint: reference },
    candidate: { source: right, name: names.candidate, fingerprint: candidate },
    differences: compareFingerprints(reference, candidate, { overrides: [], names }),
  };
};
