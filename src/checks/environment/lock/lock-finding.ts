import type { Finding } from "../../../core/domain/finding.ts";
import type { LockFile } from "../../../core/domain/lock-file.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { listOf } from "../../../core/wording/list-of.ts";
import type { LockComparison, LockDifference } from "./lock-difference.ts";

export interface LockFindingRequest {
  readonly lock: LockFile;
  readonly comparison: LockComparison;
  /** The environment's name. */
  readonly environment: string;
  readonly mode: Finding["mode"];
  /** Whether an override allows this field to differ. */
  readonly allowed?: (id: string) => boolean;
}

/** How many packages a sentence names. */
const named = 5;

/** Conclusion of check `environment.lock` about one lock file in one environment: a loaded package with another version fails, anything else that is told warns. */
export const lockFinding = ({ lock, comparison, environment, mode, allowed = () => false }: LockFindingRequest): Finding => {
  const told = comparison.differences.filter(({ quiet, id }) => quiet === null && !allowed(id));
  const wrong = told.filter(({ what, loaded }) => what === "other-version" && loaded === true);
  const n = comparison.same + comparison.differences.length;
  const verdict = wrong.length > 0 ? "fail" : told.length > 0 ? "warn" : comparison.open.length > 0 || comparison.same === 0 ? "inconclusive" : "pass";
  const [open] = comparison.open;
  return {
    id: `environment.lock/${environment}/${lock.path}`, check: "environment.lock", subject: { kind: "environment", name: `${lock.path} in ${environment}`, segment: null },
    verdict, severity: verdict === "fail" ? "high" : verdict === "pass" ? "info" : "medium", mode,
    statement: told.length > 0 ? `${environment} is not what ${lock.path} says: ${sentence(told)}`
      : verdict === "pass" ? `${environment} holds what ${lock.path} says (${countOf(comparison.same, "package")} as locked)`
        : `whether ${environment} holds what ${lock.path} says is not known: ${open ?? "no package that it binds is there"}`,
    estimate: told.length, unit: "packages", interval: null, margin: 0, marginOrigin: "agreed", n, noiseFloor: null,
    reason: verdict === "fail" ? "a package in memory has another version than the lock binds"
      : verdict === "warn" ? "packages that may be in use are not as locked"
        : verdict === "pass" ? "every package that could compute anything is as locked" : "what was not read is not taken for equal",
    action: verdict === "pass" ? "nothing"
      : verdict === "inconclusive" ? (lock.format === "npm" ? "leave it out of the manifest's locks, or check it with npm ci" : "read the fingerprint inside the server, or make the lock again so that it pins every package")
        : `install ${environment} from ${lock.path} (see ${listOf([...new Set(told.map(({ place }) => place))].slice(0, named))}), or lock what it is meant to hold`,
    needed: null,
    evidence: {
      lock: lock.path, format: lock.format, digest: lock.digest, same: comparison.same,
      otherVersion: count(told, "other-version"), origin: count(told, "origin"), unlocked: count(told, "unlocked"), missing: count(comparison.differences, "missing"),
      quiet: comparison.differences.filter(({ quiet }) => quiet !== null).length, open: comparison.open.length, ...(open === undefined ? {} : { firstOpen: open }),
    },
  };
};

const sentence = (told: readonly LockDifference[]): string => {
  const more = told.length - named;
  return listOf([...told.slice(0, named).map(({ statement }) => statement), ...(more > 0 ? [countOf(more, "more package")] : [])]);
};

const count = (differences: readonly LockDifference[], what: LockDifference["what"]): number => differences.filter((one) => one.what === what).length;
