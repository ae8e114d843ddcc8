import { dirname, resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { AgreedCheck } from "../check/agreed-check.ts";
import { runCheck } from "../check/run-check.ts";
import { runCompare } from "../compare/run-compare.ts";
import type { CommandIo } from "../command-io.ts";
import { policyHere } from "../governance/policy-of-manifest.ts";
import { decidedOtherwise, policyOfRun } from "../governance/policy-of-run.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { digestFile } from "../open-source.ts";
import { runValidate } from "../validate/run-validate.ts";
import { findRun, noStore, openExistingStore } from "../open-store.ts";
import { type ChangeSince, changesSince } from "./changes-since.ts";
import { optionsOfComparison } from "./options-of-comparison.ts";
import { optionsOfValidation } from "./options-of-validation.ts";
import { optionsOfRun, type ResultOptions } from "./options-of-run.ts";

/**
 * Repeats a run from its own document: the same targets, options and seed, under what was agreed then. What is no longer the same is told before anybody is
 * asked. The new run names the one it repeats and tells its findings against that one's. LS501, LS502, and whatever a check can end with.
 */
export const rerun = async (reference: string, results: ResultOptions, io: CommandIo): Promise<Run> => {
  const { run, agreed, policyThen, changes } = await prepare(reference, results.store, io);
  io.note(`repeating run ${run.id} of ${run.startedAt.slice(0, 16).replace("T", " ")}Z`);
  for (const change of changes) io.note(`no longer the same: ${wordsOf(change)}`);
  if (changes.length === 0) io.note("inputs, manifest, files, code, machine and Lockstep are as they were");
  const again = await repeat(run, agreed, policyThen, results, io);
  // Two targets that nobody agreed on are under no policy.
  if (run.kind !== "check" || agreed !== null) await tellOtherwise(again, results.store, io);
  return again;
};

const repeat = async (run: Run, agreed: AgreedCheck | null, policyThen: Policy | null, results: ResultOptions, io: CommandIo): Promise<Run> => {
  if (run.kind === "compare") return runCompare(optionsOfComparison(run, results), io, policyThen);
  if (run.kind === "check") return runCheck(optionsOfRun(run, results), io, agreed);
  const [again] = await runValidate(optionsOfValidation(run, results, io.cwd), io, policyThen);
  if (again === undefined) throw new Error("one model gives one run");
  return again;
};

/** Says what the policy that is in force here would have decided instead. */
const tellOtherwise = async (again: Run, storeOption: string, io: CommandIo): Promise<void> => {
  const { policy } = await policyHere(io).catch((cause: unknown) => {
    if (!(cause instanceof LockstepError)) throw cause;
    io.note(`what the present policy would decide is not known: ${cause.message}`);
    return { policy: undefined };
  });
  if (policy === undefined) return;
  const store = await openExistingStore(storeOption, io.cwd);
  try {
    const otherwise = store === null ? null : decidedOtherwise(store, again, policy, Date.now());
    if (otherwise !== null) io.note(otherwise);
  } finally {
    store?.close();
  }
};

const prepare = async (reference: string, storeOption: string, io: CommandIo): Promise<{ readonly run: Run; readonly agreed: AgreedCheck | null; readonly policyThen: Policy | null; readonly changes: readonly ChangeSince[] }> => {
  const store = await openExistingStore(storeOption, io.cwd);
  if (store === null) throw noStore(storeOption);
  try {
    const run = findRun(store, reference);
    const manifest = findManifest(io.cwd);
    const folder = manifest === null ? io.cwd : dirname(manifest);
    const policyThen = policyOfRun(store, run);
    return { run, agreed: await agreedThen(run, folder, store, policyThen), policyThen, changes: await changesSince(run, { cwd: io.cwd, env: io.env, folder }) };
  } finally {
    store.close();
  }
};

/** What was agreed then, with the files as they are now: a digest in a run is of what was found when it was made. */
const agreedThen = async ({ id, agreement }: Run, folder: string, store: RunStore, policyThen: Policy | null): Promise<AgreedCheck | null> => {
  if (agreement === null) return null;
  const artifacts = await Promise.all(agreement.artifacts.map(async (artifact) => {
    const path = resolve(folder, artifact.path);
    const digest = await digestFile(path).catch((cause: unknown) => {
      throw new LockstepError("LS119", { message: `${artifact.path}, which run ${id} agreed on, cannot be read`, place: path, cause });
    });
    return { ...artifact, digest: `sha256:${digest}` };
  }));
  const manifests = agreement.manifests.flatMap(({ path, digest }) => {
    const text = store.text(digest.replace(/^sha256:/, ""));
    return text === null ? [] : [{ path, text }];
  });
  return { agreement: { ...agreement, artifacts }, manifests, folder, policyThen };
};

const wordsOf = ({ what, was, now }: ChangeSince): string => `${what}: ${short(was)} then, ${now === null ? "not readable now" : `${short(now)} now`}`;

/** A digest is told by its beginning. */
const short = (value: string): string => (/^(sha256:)?[0-9a-f]{40,}$/.test(value) ? value.slice(0, value.startsWith("sha256:") ? 19 : 12) : value);
