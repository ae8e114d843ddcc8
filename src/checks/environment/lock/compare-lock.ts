import type { Fingerprint } from "../../../core/domain/fingerprint.ts";
import type { LockedPackage, LockFile } from "../../../core/domain/lock-file.ts";
import { distributionName } from "../../../core/fingerprint/distribution-name.ts";
import { parseFieldId } from "../../../core/fingerprint/parse-field-id.ts";
import { listOf } from "../../../core/wording/list-of.ts";
import { sameVersion } from "./compare-versions.ts";
import { evaluateMarker, type MarkerTruth } from "./evaluate-marker.ts";
import { installedPackages } from "./installed-packages.ts";
import type { LockComparison, LockDifference } from "./lock-difference.ts";
import { markerValues } from "./marker-values.ts";
import { originConflict } from "./package-origin.ts";

/** What installs the packages is not bound by any lock, and computes nothing. */
const tooling: ReadonlySet<string> = new Set(["pip", "setuptools", "wheel", "distribute", "uv", "poetry", "pip-tools", "lockstep"]);

/** conda's names of Python distributions that are called otherwise. */
const ofConda: Readonly<Record<string, string>> = { pytorch: "torch", "pytorch-cpu": "torch", "pytorch-gpu": "torch", "py-opencv": "opencv-python", "matplotlib-base": "matplotlib", "msgpack-python": "msgpack", "py-xgboost": "xgboost", "tensorflow-base": "tensorflow" };

interface Candidate {
  readonly locked: LockedPackage;
  readonly holds: MarkerTruth;
}

/**
 * A lock file against what an environment holds. Loaded packages come first, for only they can have computed anything. Packages that the fingerprint does not
 * hold, conditions that cannot be evaluated and requirements without a version are left open, and never taken for equal.
 */
export const compareLock = (lock: LockFile, fingerprint: Fingerprint): LockComparison => {
  if (lock.format === "npm") return { differences: [], same: 0, open: [`${lock.path} binds packages of Node, and the fingerprint holds those of Python alone`] };
  const unread = Object.entries(fingerprint.unread).find(([id]) => id === "package.version");
  const installed = installedPackages(fingerprint);
  if (installed.size === 0) return { differences: [], same: 0, open: [`the packages were not read${unread === undefined ? "" : `: ${unread[1]}`}`] };

  const values = markerValues(fingerprint);
  const open: string[] = unread === undefined ? [] : [`not every package was read: ${unread[1]}`];
  const unreadOf = new Map(Object.entries(fingerprint.unread).flatMap(([id, why]) => {
    const { kindName, subject } = parseFieldId(id);
    return kindName === "package.version" && subject !== null ? [[distributionName(subject), why] as const] : [];
  }));
  const byName = Map.groupBy(lock.packages.map((locked): Candidate => ({ locked, holds: locked.marker === null ? true : evaluateMarker(locked.marker, values) })), ({ locked }) => nameIn(locked));
  const differences: LockDifference[] = [];
  let same = 0;

  for (const [name, candidates] of byName) {
    const found = installed.get(name);
    const here = candidates.filter(({ holds }) => holds !== false);
    const [first] = here;
    if (found === undefined) {
      const why = unreadOf.get(name);
      if (why !== undefined) open.push(`${name} could not be read: ${why}`);
      else if (first !== undefined) {
        const unsure = here.find(({ holds }) => typeof holds === "object");
        const needed = here.find(({ locked, holds }) => holds === true && locked.optional === null);
        if (needed !== undefined && unread === undefined) differences.push(missing(lock, name, needed.locked));
        else if (unsure !== undefined && unsure.locked.optional === null && typeof unsure.holds === "object") open.push(`whether ${name} belongs here cannot be told: ${unsure.holds.unknown}`);
      }
      continue;
    }
    const pool = here.length > 0 ? here : candidates;
    const match = pool.find(({ locked }) => locked.version !== null && sameVersion(locked.version, found.version));
    const unpinned = pool.find(({ locked }) => locked.version === null);
    const common = { package: name, found: found.version, loaded: found.loaded, place: `${lock.path}:${(match ?? unpinned ?? pool[0])?.locked.line ?? 1}` };
    const versions = [...new Set(pool.flatMap(({ locked }) => locked.version ?? []))];
    if (here.length === 0) {
      differences.push({ ...common, id: `package.version:${name}`, what: "unlocked", locked: null, quiet: idle(found.loaded), statement: `${name} ${found.version} is locked for other platforms alone (${candidates[0]?.locked.marker ?? ""})` });
    } else if (match === undefined && unpinned === undefined) {
      differences.push({ ...common, id: `package.version:${name}`, what: "other-version", locked: versions.join(", "), quiet: idle(found.loaded), statement: `${name} is ${found.version}, locked is ${listOf(versions)}` });
    } else {
      const { locked } = match ?? (unpinned as Candidate);
      const conflict = found.origin === null ? null : originConflict(found.origin, locked);
      if (conflict !== null) differences.push({ ...common, id: `package.origin:${name}`, what: "origin", locked: versions.join(", ") || null, quiet: idle(found.loaded), statement: `${name} ${found.version} is not the file that is locked: ${conflict}` });
      else if (match === undefined && locked.source.kind === "index") open.push(`${name} is not pinned: any version would do`);
      else same += 1;
    }
  }
  for (const [name, found] of installed) {
    if (byName.has(name)) continue;
    const quiet = tooling.has(name) ? "it installs packages, and computes nothing" : idle(found.loaded);
    differences.push({ id: `package.version:${name}`, package: name, what: "unlocked", locked: null, found: found.version, loaded: found.loaded, quiet, statement: `${name} ${found.version} is not in the lock`, place: lock.path });
  }
  return { differences: differences.sort((a, b) => rank(b) - rank(a) || a.package.localeCompare(b.package)), same, open };
};

const nameIn = ({ name, source }: LockedPackage): string => (source.kind === "conda" ? (ofConda[name] ?? name) : name);

const idle = (loaded: boolean | null): string | null => (loaded === false ? "nothing of it is in memory" : null);

const missing = (lock: LockFile, name: string, locked: LockedPackage): LockDifference => ({
  id: `package.version:${name}`, package: name, what: "missing", locked: locked.version, found: null, loaded: false, place: `${lock.path}:${locked.line}`,
  // Most packages of conda are programs and libraries, of which the interpreter knows nothing.
  quiet: locked.source.kind === "conda" ? "a package of conda need not be a Python distribution" : "what is not there cannot have computed anything",
  statement: `${name} ${locked.version ?? ""} is locked and not installed`.replace("  ", " "),
});

const order = { "other-version": 4, origin: 3, unlocked: 2, missing: 1 } as const;

const rank = ({ what, loaded, quiet }: LockDifference): number => (quiet === null ? 100 : 0) + (loaded === true ? 50 : loaded === null ? 25 : 0) + order[what];
