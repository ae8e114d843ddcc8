import { dirname, resolve } from "node:path";
import type { Agreement } from "../../core/domain/agreement.ts";
import type { TrustedKey } from "../../core/evidence/verify-envelope.ts";
import { readPublicKey } from "./read-keys.ts";

/** Keys that the manifest's policy trusts, each with its owner's name; paths count from the manifest that names them. LS201, LS510. */
export const policyKeys = (signers: Agreement["policy"]["signOff"]["signers"], manifest: string, cwd: string): Promise<TrustedKey[]> =>
  Promise.all(signers.map(async ({ name, publicKey }) => ({ name, key: await readPublicKey(resolve(cwd, dirname(manifest), publicKey), publicKey) })));

/** Keys that somebody names on the command line; whose they are is not known. LS201, LS510. */
export const namedKeys = (files: readonly string[], cwd: string): Promise<TrustedKey[]> =>
  Promise.all(files.map(async (file) => ({ name: null, key: await readPublicKey(resolve(cwd, file), file) })));
