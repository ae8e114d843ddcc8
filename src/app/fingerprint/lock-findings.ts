import { compareLock } from "../../checks/environment/lock/compare-lock.ts";
import { lockFinding } from "../../checks/environment/lock/lock-finding.ts";
import type { Agreement } from "../../core/domain/agreement.ts";
import type { Finding } from "../../core/domain/finding.ts";
import type { EnvironmentFingerprint } from "../../core/domain/run.ts";
import { matchesField } from "../../core/fingerprint/matches-field.ts";
import { readLock } from "./read-lock.ts";

/**
 * Every agreed lock file against what each environment holds; paths are relative to `folder`. A departure warns, and fails only where policy wants the packages
 * equal: behaviour decides otherwise. LS201 and LS322 for a lock that cannot be read.
 */
export const lockFindings = async ({ artifacts, overrides, policy }: Agreement, folder: string, fingerprints: readonly EnvironmentFingerprint[]): Promise<Finding[]> => {
  const mode = policy.equal.some((pattern) => pattern === "lock" || matchesField(pattern, "package.lock")) ? "enforce" : "warn";
  const findings: Finding[] = [];
  for (const { path } of artifacts.filter(({ group }) => group === "lock")) {
    const lock = await readLock(path, folder);
    for (const { environment, fingerprint } of fingerprints) {
      const allow = overrides.filter((override) => override.environment === environment).flatMap((override) => override.allow);
      findings.push(lockFinding({ lock, comparison: compareLock(lock, fingerprint), environment, mode, allowed: (id) => allow.some((pattern) => matchesField(pattern, id)) }));
    }
  }
  return findings;
};
