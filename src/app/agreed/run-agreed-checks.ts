import { dirname, resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import type { CommandIo } from "../command-io.ts";
import { digestArtifacts } from "../artifacts/digest-artifacts.ts";
import { withArtifacts } from "../manifest/with-artifacts.ts";
import { policyOfManifest } from "../governance/policy-of-manifest.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { resolveAgreement, type ResolvedAgreement } from "../manifest/resolve-agreement.ts";
import type { AgreedCheck } from "../check/agreed-check.ts";
import type { CheckOptions } from "../check/check-options.ts";
import { parseCheckOptions, type RawFlags } from "../check/parse-check-options.ts";
import { runCheck } from "../check/run-check.ts";
import { pairName } from "./last-verdicts.ts";
import { layOver } from "./lay-over.ts";
import { placeInManifest } from "./place-in-manifest.ts";
import { type ComparedPair, outputsFor } from "./pair-outputs.ts";
import { markJudged, markUnjudged } from "./unjudged-pairs.ts";

export interface PairRequest {
  readonly loaded: LoadedManifest;
  /** The pair, and those that this command will compare after it: until they are, none of them has a verdict. */
  readonly pending: readonly ComparedPair[];
  /** How many pairs this command compares in all. */
  readonly pairs: number;
  /** What was typed, laid over what was agreed. */
  readonly typed: RawFlags;
  /** Puts files in the place of `@file`. */
  readonly complete: (options: CheckOptions) => Promise<CheckOptions>;
  /** The run's id where it must be the same when it is tried again. */
  readonly runId?: string;
}

export interface CheckedPair {
  readonly run: Run;
  readonly options: CheckOptions;
  readonly agreed: AgreedCheck;
}

/** One pair of environments under what was agreed about them: the manifest's words as if they had been typed, and what was typed over them. */
export const runAgreedCheck = async ({ loaded, pending, pairs, typed, complete, runId }: PairRequest, io: CommandIo): Promise<CheckedPair> => {
  const [pair] = pending;
  if (pair === undefined) throw new Error("there is a pair to compare");
  const resolved = resolvePair(loaded, pair);
  const agreement = await withArtifacts(resolved.agreement, loaded, digestArtifacts);
  const parsed = await complete(parseCheckOptions(resolved.targets, layOver(resolved.flags, typed)));
  // What was typed goes before what was agreed.
  const side = (name: "reference" | "candidate"): CheckOptions["reference"] => {
    const own = parsed[name];
    const source = agreement.sources[pair[name]];
    return { ...own, production: source?.production ?? null, sdk: own.sdk ?? source?.lockstep ?? null, fingerprint: own.fingerprint ?? source?.fingerprint ?? null, metrics: own.metrics ?? source?.metrics ?? null, reported: own.reported ?? source?.reported ?? null };
  };
  const options: CheckOptions = { ...parsed, reference: side("reference"), candidate: side("candidate"), output: [...outputsFor(parsed.output, pair, pairs)] };
  const agreed: AgreedCheck = { agreement, manifests: loaded.files, folder: dirname(loaded.path), policy: policyOfManifest(loaded) };
  const store = resolve(io.cwd, options.store);
  for (const each of pending) markUnjudged(store, pairName(each));
  const run = await runCheck(options, io, agreed, runId === undefined ? null : { runId, findings: [], environments: { reference: {}, candidate: {} } }).catch((error: unknown) => {
    throw placeInManifest(error, { typed, model: pair.model, manifest: loaded.path, cwd: io.cwd });
  });
  markJudged(store, pairName(pair));
  return { run, options, agreed };
};

/** A baseline has no entry under environments: what holds is what holds for the candidate, and nothing connects to the reference. */
const resolvePair = (loaded: LoadedManifest, pair: ComparedPair): ResolvedAgreement => {
  if (!pair.reference.startsWith("baseline:")) return asRecords(resolveAgreement(loaded, pair));
  const resolved = resolveAgreement(loaded, { ...pair, reference: pair.candidate });
  const flags = Object.fromEntries(Object.entries(resolved.flags).filter(([key]) => !/^reference[A-Z]/.test(key)));
  return { ...resolved, flags, targets: { ...resolved.targets, reference: `baseline=${pair.reference}` } };
};

/** An environment of which only the fingerprint is left is read as the record it is. */
const asRecords = (resolved: ResolvedAgreement): ResolvedAgreement => {
  const record = (target: string): string => {
    const at = target.indexOf("=");
    return resolved.fingerprintOnly.includes(target.slice(0, at)) ? `${target.slice(0, at)}=declared:${target.slice(at + 1)}` : target;
  };
  return { ...resolved, targets: { reference: record(resolved.targets.reference), candidate: record(resolved.targets.candidate) } };
};
