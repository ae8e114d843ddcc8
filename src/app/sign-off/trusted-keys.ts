import { resolve } from "node:path";
import type { TrustedKey } from "../../core/evidence/verify-envelope.ts";
import { readPublicKey } from "./read-keys.ts";

/** Keys that the manifest's policy trusts, each with its owner's name; relative paths count from `folder`. LS201, LS510. */
export const policyKeys = (signers: readonly { readonly name: string; readonly publicKey: string }[], folder: string): Promise<TrustedKey[]> =>
  Promise.all(signers.map(async ({ name, publicKey }) => ({ name, key: await readPublicKey(resolve(folder, publicKey), publicKey) })));

/** Keys that somebody names on the command line; whose they are is not known. LS201, LS510. */
export const namedKeys = (files: readonly string[], cwd: string): Promise<TrustedKey[]> =>
  Promise.all(files.map(async (file) => ({ name: null, key: await readPublicKey(resolve(cwd, file), file) })));
