import { compareFingerprints } from "../../checks/environment/compare-fingerprints.ts";
import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import type { Run } from "../../core/domain/run.ts";
import type { ConcurrentChange } from "../../core/domain/validation.ts";

/** One thing that was found otherwise by a later run than by the one before that looked at it. */
export type FoundChange = Pick<ConcurrentChange, "at" | "kind" | "what">;

/** Most differences between two fingerprints that are named; the rest are counted. */
const mostNamed = 3;

/** What changed in one environment of one model from run to run, oldest first. A change lies between the run that found it and the one before. */
export const changesOfRuns = (runs: readonly Run[], environment: string): FoundChange[] => {
  const changes: FoundChange[] = [];
  const last: { version?: string; fingerprint?: Fingerprint; manifests: Map<string, string>; artifacts: Map<string, string>; features: Set<string> } = { manifests: new Map(), artifacts: new Map(), features: new Set() };
  for (const run of runs) {
    const found = (kind: FoundChange["kind"], what: string): void => { changes.push({ at: run.startedAt, kind, what }); };
    const version = versionIn(run, environment);
    if (version !== null) {
      if (last.version !== undefined && last.version !== version) found("model", `the model's version in ${environment} is ${version}, was ${last.version}`);
      last.version = version;
    }
    const fingerprint = run.fingerprints.find((each) => each.environment === environment)?.fingerprint;
    if (fingerprint !== undefined) {
      if (last.fingerprint !== undefined) for (const what of fingerprintWords(last.fingerprint, fingerprint)) found("fingerprint", what);
      last.fingerprint = fingerprint;
    }
    for (const { path, digest } of manifestsOf(run)) {
      const before = last.manifests.get(path);
      if (before !== undefined && before !== digest) found("manifest", `${path} was changed`);
      last.manifests.set(path, digest);
    }
    for (const { group, path, digest } of run.agreement?.artifacts ?? []) {
      const before = last.artifacts.get(path);
      if (before !== undefined && before !== digest && group !== "golden") found(group === "preprocessing" ? "transformation" : group === "model" ? "model" : "fingerprint", `${group === "lock" ? "the lock file" : `the ${group} file`} ${path} is another`);
      last.artifacts.set(path, digest);
    }
    for (const { feature, changedOn, sentence } of run.validation?.features ?? []) {
      const key = `${feature} ${changedOn ?? ""}`;
      if (changedOn !== null && !last.features.has(key)) changes.push({ at: `${changedOn}T00:00:00.000Z`, kind: "feature", what: sentence });
      last.features.add(key);
    }
  }
  return changes;
};

const versionIn = (run: Run, environment: string): string | null => {
  const record = [run.environments.reference, run.environments.candidate].find(({ name }) => name === environment);
  return record === undefined ? null : (record.version ?? run.agreement?.perEnvironment?.[environment]?.modelVersion ?? run.agreement?.modelVersion ?? null);
};

/** A look at production names its manifests among its options: `path digest`. */
const manifestsOf = ({ agreement, options }: Run): readonly { path: string; digest: string }[] => {
  if (agreement !== null) return agreement.manifests;
  const named = options["manifest"];
  return (Array.isArray(named) ? named : []).flatMap((text) => { const [, path, digest] = /^(.*) ([0-9a-f]{64})$/.exec(text) ?? []; return path === undefined || digest === undefined ? [] : [{ path, digest }]; });
};

const fingerprintWords = (before: Fingerprint, after: Fingerprint): string[] => {
  const differences = compareFingerprints(before, after, { overrides: [], names: { reference: "before", candidate: "now" } }).filter(({ quiet, moves }) => quiet === null && moves !== "nothing");
  const named = differences.slice(0, mostNamed).map(({ statement }) => statement);
  return differences.length > mostNamed ? [...named, `${differences.length - mostNamed} more fields of the fingerprint differ`] : named;
};
