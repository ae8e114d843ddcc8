import type { Baseline } from "../../../core/domain/baseline.ts";
import type { Finding } from "../../../core/domain/finding.ts";
import type { Fingerprint } from "../../../core/domain/fingerprint.ts";
import { IdentityPart } from "../../../core/domain/identity.ts";
import { identityOf } from "../../../core/fingerprint/identity-of.ts";

export interface BaselineIdentityInput {
  readonly baseline: Baseline;
  readonly environment: string;
  /** Null where nothing was read. */
  readonly fingerprint: Fingerprint | null;
  /** What policy wants equal; the parts of an identity among it are judged. */
  readonly equal: readonly string[];
  readonly equalAgreed: boolean;
}

/**
 * An environment held against what its baseline was made with, part by part, by digest. A part that the baseline does not hold cannot be judged by anybody; one that the
 * environment does not tell is inconclusive where people wrote that it has to be equal.
 */
export const baselineIdentityFindings = ({ baseline, environment, fingerprint, equal, equalAgreed }: BaselineIdentityInput): Finding[] => {
  const now = fingerprint === null ? {} : identityOf(fingerprint);
  return IdentityPart.options.filter((part) => equal.includes(part)).flatMap((part) => {
    const then = baseline.identity[part] ?? null;
    const here = now[part] ?? null;
    if (then === null || (here === null && !equalAgreed)) return [];
    const verdict = here === null ? "inconclusive" : here === then ? "pass" : "fail";
    return [{
      id: `environment.baseline/${part}`, check: "environment.baseline", subject: { kind: "environment", name: `${part} of ${environment}`, segment: null },
      verdict, severity: verdict === "pass" ? "info" : "critical", mode: "enforce",
      statement: here === null ? `nobody knows whether the ${part} of ${environment} is the baseline's: it could not be read` : here === then ? `the ${part} of ${environment} is that of baseline v${baseline.version}` : `the ${part} of ${environment} is not that of baseline v${baseline.version}`,
      estimate: null, unit: "difference", interval: null, margin: null, marginOrigin: "agreed", n: 1, noiseFloor: null,
      reason: here === null ? "what was not read is not equal" : `its digest is ${here.slice(0, 19)}, the baseline holds ${then.slice(0, 19)}`,
      action: verdict === "pass" ? "nothing to do" : here === null ? "mount the SDK in the server, or name its fingerprint" : `deploy what was approved, or approve a new baseline of ${baseline.model}`,
      needed: null, evidence: { part, baseline: then, now: here },
    } satisfies Finding];
  });
};
