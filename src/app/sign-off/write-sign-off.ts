import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Agreement } from "../../core/domain/agreement.ts";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import type { TrustedKey } from "../../core/evidence/verify-envelope.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Clock } from "../../ports/clock.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandIo } from "../command-io.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { actor } from "../actor.ts";
import { readSigningKey } from "./read-keys.ts";
import { readSignOff } from "./read-sign-off.ts";
import { samePerson } from "../../core/governance/same-person.ts";
import { signOff } from "./sign-off.ts";
import { policyKeys } from "./trusted-keys.ts";

/** How a run is to be signed off. */
export interface SignOffOptions {
  /** The file to write. */
  readonly file: string;
  /** Reference of the private key, `env:NAME` or `file:PATH`. */
  readonly key: string;
  /** Who signs; null takes the name that policy knows the key by. */
  readonly signer: string | null;
  /** What is signed off; null is the candidate. */
  readonly environment: string | null;
}

/**
 * Signs a stored run off into a file, and enters it into the ledger. LS512 with everything that stands against it; LS103, LS104, LS510 for
 * the key; LS102 when nobody knows who signs; LS118, LS506. Nothing is written then.
 */
export const writeSignOff = async (run: Run, options: SignOffOptions, io: CommandIo, { store, clock }: { readonly store: RunStore; readonly clock: Pick<Clock, "now"> }): Promise<void> => {
  const key = await readSigningKey(options.key, "--signing-key", io);
  const { agreement } = run;
  const environment = options.environment ?? run.environments.candidate.name;
  const known = agreement === null ? [] : await policyKeys(agreement.policy.signOff.signers, io.cwd);
  const signer = signerOf(keyId(key), options.signer, known, agreement);
  const fingerprints = run.fingerprints.filter((each) => each.environment === environment).map(({ fingerprint }) => fingerprint);
  const { text, statement } = signOff(run, { environment, fingerprints, agreement, signer, author: agreement?.author ?? null, now: clock.now() }, key);
  const { predicate } = statement;
  await refuseOtherFile(options.file, io.cwd);
  await writeFileWhole(resolve(io.cwd, options.file), text);
  store.enter({ kind: "sign-off", subject: sha256(text), payload: { file: options.file, keyId: keyId(key), statement } as unknown as CanonicalValue }, actor());
  io.note(`signed off: ${predicate.model} in ${environment} by ${signer}, until ${predicate.expiresAt}: ${options.file}`);
  if (predicate.selfSigned) io.note(`${options.file} is self-signed: ${predicate.author === null ? "nobody is named as the model's author" : "the signer built the model"}`);
  if (known.length === 0 && agreement !== null) io.note(`the manifest names no signers (policy.signOff.signers); whoever gates must be given the public key with --trusted-key`);
};

/** LS118 for a file that is there and is no sign-off: what it holds would be lost. */
export const refuseOtherFile = async (file: string, cwd: string): Promise<void> => {
  const there = await stat(resolve(cwd, file)).catch(() => null);
  if (there?.isFile() !== true || there.size === 0) return;
  const read = await readSignOff(file, cwd).catch(() => null);
  if (read === null || read.statement === null) throw new LockstepError("LS118", { message: `${file} exists already and is no sign-off; it stays as it is`, place: "--sign-off", todo: "Name another file with --sign-off." });
};

/** The name under which policy knows the key; another one is refused, as is a key that policy does not know when it knows some. */
const signerOf = (id: string, wanted: string | null, known: readonly TrustedKey[], agreement: Agreement | null): string => {
  const owner = known.find(({ key }) => keyId(key) === id)?.name ?? null;
  if (known.length > 0 && owner === null) {
    throw new LockstepError("LS512", { message: `the signing key ${id} is not one that policy.signOff.signers of ${agreement?.model ?? "the model"} trusts: ${listOf(known.map(({ name, key }) => `${name ?? "?"} (${keyId(key)})`))}`, place: "--signing-key", todo: "Sign with a key of theirs, or add this one to policy.signOff.signers." });
  }
  if (owner !== null && wanted !== null && !samePerson(owner, wanted)) throw new LockstepError("LS512", { message: `the signing key is ${owner}'s, not ${wanted}'s`, place: "--signer", todo: "Sign with your own key." });
  const signer = wanted ?? owner;
  if (signer === null) throw new LockstepError("LS102", { message: "nobody is named as the signer: the manifest names no signers", place: "--signer", todo: "Name who signs with --signer NAME." });
  return signer;
};
