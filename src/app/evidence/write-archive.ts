import { createHash } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isEnvelopePath } from "../../core/evidence/archive-paths.ts";
import { Envelope } from "../../core/evidence/envelope.ts";
import type { ListedFile } from "../../core/evidence/evidence-manifest.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { makeFolder } from "../make-folder.ts";
import { archiveLimits, asPacked, directoryEntry, endOfDirectory, localHeader, packContent } from "./zip-layout.ts";

/** A file of the archive; read when it is its turn, so that only one is held at a time. What is packed already stays as it is. */
export interface ArchiveFile {
  readonly path: string;
  readonly read: () => Uint8Array | { readonly content: Uint8Array; readonly packed: Uint8Array };
}

const hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Writes an archive whole or not at all: files in the order of their names, then what `close` makes of their list. The same files give the same bytes. LS506 when it cannot
 * be written; LS740 when it would be larger than a plain ZIP may be.
 */
export const writeArchive = async (path: string, files: readonly ArchiveFile[], close: (listed: readonly ListedFile[]) => readonly ArchiveFile[]): Promise<void> => {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    makeFolder(dirname(path));
    const file = await open(beside, "wx");
    try {
      await writeAll(file, path, [...files].sort((a, b) => (a.path < b.path ? -1 : 1)), close);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    if (cause instanceof LockstepError) throw cause;
    throw new LockstepError("LS506", { message: `${path} could not be written: ${(cause as Error).message}`, place: path, cause });
  }
};

const writeAll = async (file: FileHandle, path: string, files: readonly ArchiveFile[], close: (listed: readonly ListedFile[]) => readonly ArchiveFile[]): Promise<void> => {
  const [listed, directory]: [ListedFile[], Buffer[]] = [[], []];
  let offset = 0;
  const put = async ({ path: name, read }: ArchiveFile, closing: boolean): Promise<void> => {
    const given = read();
    const content = given instanceof Uint8Array ? given : given.content;
    const { file: packedFile, packed } = given instanceof Uint8Array ? packContent(name, content, !closing && !isEnvelopePath(name)) : asPacked(name, content, given.packed);
    const header = localHeader(packedFile);
    directory.push(directoryEntry(packedFile, offset));
    offset += header.byteLength + packed.byteLength;
    if (directory.length > archiveLimits.files || offset > archiveLimits.bytes || content.byteLength > archiveLimits.fileBytes) {
      throw new LockstepError("LS740", { message: `the archive would hold more than ${archiveLimits.files} files, 4 GB, or a file of more than 512 MB (at ${name})`, place: path, todo: "Export less at once: --model, --from, --to or --run." });
    }
    await file.write(header);
    await file.write(packed);
    if (!closing) listed.push(isEnvelopePath(name) ? { path: name, payload: payloadDigest(content) } : { path: name, size: content.byteLength, sha256: hex(content), packed: { size: packed.byteLength, sha256: hex(packed) } });
  };
  for (const each of files) await put(each, false);
  for (const each of close(listed)) await put(each, true);
  const all = Buffer.concat(directory);
  await file.write(Buffer.concat([all, endOfDirectory(directory.length, all.byteLength, offset)]));
};

const payloadDigest = (content: Uint8Array): string => hex(Buffer.from(Envelope.parse(JSON.parse(Buffer.from(content).toString("utf8"))).payload, "base64"));
