import { generateKeyPairSync } from "node:crypto";
import { existsSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import { makeFolder } from "../make-folder.ts";

/** A pair as it was written. */
export interface NewKeyPair {
  readonly id: string;
  readonly privateFile: string;
  readonly publicFile: string;
}

/**
 * Makes an ed25519 pair: `<out>.private.pem` for its owner's eyes only (mode 0600), `<out>.public.pem` for everybody. Never overwrites:
 * LS118. LS506 when a file cannot be written; then neither is there.
 */
export const newKeyPair = async (out: string, cwd: string): Promise<NewKeyPair> => {
  const [privateFile, publicFile] = [`${out}.private.pem`, `${out}.public.pem`];
  const there = [privateFile, publicFile].filter((file) => existsSync(resolve(cwd, file)));
  if (there.length > 0) throw new LockstepError("LS118", { message: `${there.join(" and ")} ${there.length === 1 ? "exists" : "exist"} already; a key is never overwritten`, place: there[0] ?? out });
  const pair = generateKeyPairSync("ed25519");
  const written: string[] = [];
  try {
    makeFolder(dirname(resolve(cwd, privateFile)));
    await writeNew(resolve(cwd, privateFile), pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(), 0o600, written);
    await writeNew(resolve(cwd, publicFile), pair.publicKey.export({ type: "spki", format: "pem" }).toString(), 0o644, written);
  } catch (cause) {
    await Promise.all(written.map((file) => rm(file, { force: true })));
    throw new LockstepError("LS506", { message: `the keys ${out} could not be written: ${(cause as Error).message}`, place: out, cause });
  }
  return { id: keyId(pair.publicKey), privateFile, publicFile };
};

const writeNew = async (path: string, text: string, mode: number, written: string[]): Promise<void> => {
  const file = await open(path, "wx", mode);
  written.push(path);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};
