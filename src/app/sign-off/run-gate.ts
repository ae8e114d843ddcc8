import { resolve } from "node:path";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import type { Clock } from "../../ports/clock.ts";
import { newRunId } from "../check/new-run-id.ts";
import type { CommandIo } from "../command-io.ts";
import { openExistingStore } from "../open-store.ts";
import { actor } from "../actor.ts";
import { deployedFiles } from "./deployed-files.ts";
import type { GateAnswer } from "./gate-answer.ts";
import type { GateManifest } from "./gate-manifest.ts";
import { judgeGate } from "./judge-gate.ts";
import { type ReadSignOff, readSignOff } from "./read-sign-off.ts";
import { namedKeys, policyKeys } from "./trusted-keys.ts";

/** What a gate is asked on the command line; null and empty where nothing was said. */
export interface GateOptions {
  readonly signOff: string;
  readonly environment: string | null;
  readonly fingerprint: string | null;
  readonly trustedKeys: readonly string[];
  readonly model: string | null;
  readonly artifacts: string | null;
  readonly store: string;
}

/** What the gate looks at besides its options. */
export interface GateWorld {
  readonly io: CommandIo;
  readonly clock: Pick<Clock, "now">;
  readonly manifest: GateManifest | null;
  readonly takeFingerprint: (source: string, io: CommandIo) => Promise<Fingerprint>;
}

/**
 * Holds a sign-off against what is deployed now, and enters the answer into the ledger where there is a store. Rejects for wrong usage
 * and unreadable files alone (LS102, LS201, LS510, LS511, …): that something deployed cannot be read is an answer.
 */
export const runGate = async (options: GateOptions, { io, clock, manifest, takeFingerprint }: GateWorld): Promise<GateAnswer> => {
  const read = await readSignOff(options.signOff, io.cwd);
  const trusted = [...(manifest === null ? [] : await policyKeys(manifest.signers, io.cwd)), ...(await namedKeys(options.trustedKeys, io.cwd))];
  if (trusted.length === 0) {
    throw new LockstepError("LS510", { message: "no key is trusted here, and the key that a sign-off names itself proves nothing", place: "--trusted-key", todo: "Give the signer's public key with --trusted-key FILE, or name signers under policy.signOff.signers in the manifest." });
  }
  const answer = judgeGate(read, {
    trusted,
    now: clock.now(),
    model: options.model,
    environment: options.environment,
    // What carries no sign-off names no environment to look at, and is refused for that.
    fingerprint: read.statement === null && options.fingerprint === null ? "it was not looked at" : await deployedFingerprint(sourceOf(read, options, manifest), takeFingerprint, io),
    policy: manifest?.policy ?? null,
    files: options.artifacts === null || read.statement === null ? [] : await deployedFiles(read.statement.subject, resolve(io.cwd, options.artifacts)),
  });
  await enterAnswer(answer, read, options, io, clock.now());
  return answer;
};

/** `--fingerprint`, or what the manifest says of `--environment`, or of the environment that was signed. LS102 when nobody says. */
const sourceOf = ({ statement }: ReadSignOff, { fingerprint, environment, model }: GateOptions, manifest: GateManifest | null): string => {
  if (fingerprint !== null) return fingerprint;
  if (manifest === null) throw new LockstepError("LS102", { message: "what is deployed is not named: there is no manifest that says where its fingerprint is read", place: "--fingerprint", todo: "Give --fingerprint SOURCE (a file, a URL or pid:NUMBER), or --manifest FILE with --environment NAME." });
  const name = environment ?? statement?.predicate.environment ?? null;
  const source = name === null ? null : manifest.fingerprintOf(model ?? statement?.predicate.model ?? "", name);
  if (source === null) throw new LockstepError("LS102", { message: `the manifest does not say where the fingerprint of ${name ?? "the environment"} is read`, place: "--environment", todo: "Add fingerprint: or lockstep: to the environment, or give --fingerprint SOURCE." });
  return source;
};

/** The fingerprint, or why it could not be read; a file that is none is wrong usage. */
const deployedFingerprint = async (source: string, take: GateWorld["takeFingerprint"], io: CommandIo): Promise<Fingerprint | string> => {
  try {
    return await take(source, io);
  } catch (cause) {
    if (cause instanceof LockstepError && (cause.exitCode === ExitCode.unreachable || cause.exitCode === ExitCode.inconclusive)) return cause.message;
    throw cause;
  }
};

const enterAnswer = async (answer: GateAnswer, { digest }: ReadSignOff, { store: directory, environment }: GateOptions, io: CommandIo, now: number): Promise<void> => {
  const store = await openExistingStore(directory, io.cwd);
  if (store === null) return;
  try {
    const payload = { file: digest, asked: environment, at: new Date(now).toISOString(), ...answer };
    store.enter({ kind: "gate", subject: newRunId(now), payload: payload as unknown as CanonicalValue }, actor());
  } finally {
    store.close();
  }
};
