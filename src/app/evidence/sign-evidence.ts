import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { addSignature } from "../../core/evidence/add-signature.ts";
import { isClosingPath, isEnvelopePath } from "../../core/evidence/archive-paths.ts";
import type { Envelope } from "../../core/evidence/envelope.ts";
import { envelopeText, strictEnvelope } from "../../core/evidence/envelope-text.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { checkContent } from "./check-content.ts";
import { checkSeal } from "./check-seal.ts";
import { closingFiles } from "./closing-files.ts";
import { readArchive } from "./read-archive.ts";
import { type ArchiveFile, writeArchive } from "./write-archive.ts";

export interface SignRequest {
  readonly file: string;
  readonly cwd: string;
  readonly key: KeyObject;
  /** Absolute; may be the same file. */
  readonly output: string;
  readonly version: string;
}

/**
 * Adds a signature: to one statement (`*.dsse.json`), or to an archive's list, head and every statement, once all of it verified. LS105 when this key has signed it already;
 * LS740, LS741; nothing is written then.
 */
export const signEvidence = async ({ file, cwd, key, output, version }: SignRequest): Promise<{ readonly signatures: number }> => {
  if (file.endsWith(".dsse.json")) {
    const bytes = await readFile(resolve(cwd, file)).catch((cause: unknown) => {
      throw new LockstepError("LS740", { message: `${file} cannot be read: ${(cause as Error).message}`, place: file, cause });
    });
    const envelope = strictEnvelope(bytes);
    if (envelope === null) throw new LockstepError("LS740", { message: `${file} is no envelope as Lockstep writes it`, place: file, todo: "Give a file of statements/, or a whole archive." });
    await writeFileWhole(output, envelopeText(signed(envelope, key, file)));
    return { signatures: envelope.signatures.length + 1 };
  }
  const { manifest, envelope, keys } = await checkSeal(file, cwd);
  await checkContent(file, cwd, manifest, version);
  const files: ArchiveFile[] = [];
  await readArchive(file, cwd, ({ path, content, packed }) => {
    if (isClosingPath(path)) return;
    const again = isEnvelopePath(path) ? Buffer.from(envelopeText(addSignature(strictEnvelope(content) as Envelope, key) ?? (strictEnvelope(content) as Envelope))) : null;
    files.push({ path, read: () => again ?? { content, packed } });
  });
  const closed = signed(envelope, key, file);
  await writeArchive(output, files, () => closingFiles(closed, [...keys.values(), key]));
  return { signatures: closed.signatures.length };
};

const signed = (envelope: Envelope, key: KeyObject, file: string): Envelope => {
  const more = addSignature(envelope, key);
  if (more === null) throw new LockstepError("LS105", { message: `${file} is signed with ${keyId(key)} already`, place: file, todo: "Sign it with another key." });
  return more;
};
