import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { crc32, inflateRawSync } from "node:zlib";
import { isClosingPath, isListedPath } from "../../core/evidence/archive-paths.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { archiveLimits, directoryEntry, endOfDirectory, localHeader, type PackedFile } from "./zip-layout.ts";

/** A file of an archive as it was found. */
export interface FoundFile {
  readonly path: string;
  readonly content: Buffer;
  readonly packed: Buffer;
}

/** LS741 with where it is not what was exported. */
export const differs = (place: string, what: string): LockstepError => new LockstepError("LS741", { message: `${place}: ${what}`, place });

/**
 * Reads an archive from its first byte to its last, one file at a time, and takes nothing but what Lockstep writes: no other layout of the same files, no byte before, between
 * or behind, no name twice, no name that leads elsewhere, nothing that unpacks to more than it says. LS740 when it is no archive at all, LS741 with the first place that differs.
 */
export const readArchive = async (path: string, cwd: string, visit: (file: FoundFile) => void | Promise<void>): Promise<void> => {
  const file = await open(resolve(cwd, path), "r").catch((cause: unknown) => {
    throw new LockstepError("LS740", { message: `${path} cannot be read: ${(cause as Error).message}`, place: path, cause });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new LockstepError("LS740", { message: `${path} is no file`, place: path });
    if (stat.size > archiveLimits.bytes + 2 ** 27) throw new LockstepError("LS740", { message: `${path} is larger than an archive may be`, place: path });
    await readAll(file, path, stat.size, visit);
  } finally {
    await file.close();
  }
};

/** A small archive is read at once; of a large one only a file at a time is held. */
const wholeBelow = 32 * 2 ** 20;

const readWhole = async (handle: FileHandle, length: number, name: string): Promise<Buffer> => {
  const whole = await handle.readFile();
  if (whole.byteLength !== length) throw new LockstepError("LS740", { message: `${name} changed while it was read`, place: name });
  return whole;
};

const readAll = async (handle: FileHandle, name: string, length: number, visit: (file: FoundFile) => void | Promise<void>): Promise<void> => {
  const whole = length <= wholeBelow ? await readWhole(handle, length, name) : null;
  const bytes = async (at: number, count: number, what: string): Promise<Buffer> => {
    if (at + count > length) throw differs(`byte ${length}`, `the archive ends in the middle of ${what}`);
    if (whole !== null) return whole.subarray(at, at + count);
    const buffer = Buffer.alloc(count);
    const { bytesRead } = await handle.read(buffer, 0, count, at);
    if (bytesRead !== count) throw new LockstepError("LS740", { message: `${name} changed while it was read`, place: name });
    return buffer;
  };
  if (length < 4 || (await bytes(0, 4, "its first header")).readUInt32LE(0) !== 0x0403_4b50) {
    throw new LockstepError("LS740", { message: `${name} is no archive: it does not begin as a ZIP does`, place: name });
  }
  const found: { readonly file: PackedFile; readonly offset: number }[] = [];
  const names = new Set<string>();
  let [offset, unpacked] = [0, 0];
  for (;;) {
    const start = await bytes(offset, 4, "a header");
    if (start.readUInt32LE(0) !== 0x0403_4b50) break;
    const file = await headerAt(bytes, offset);
    const key = file.path.toLowerCase();
    if (names.has(key)) throw differs(`byte ${offset}`, `${file.path} stands in it twice`);
    names.add(key);
    unpacked += file.size;
    if (names.size > archiveLimits.files || file.size > archiveLimits.fileBytes || unpacked > archiveLimits.unpackedBytes) throw differs(`byte ${offset}`, `${file.path} unpacks to more than an archive may hold`);
    const packed = await bytes(offset + 30 + file.path.length, file.packedSize, file.path);
    const content = unpack(file, packed);
    if (crc32(content) !== file.crc) throw differs(file.path, "its content has another checksum");
    await visit({ path: file.path, content, packed });
    found.push({ file, offset });
    offset += 30 + file.path.length + file.packedSize;
  }
  const directory = Buffer.concat(found.map((each) => directoryEntry(each.file, each.offset)));
  const wanted = Buffer.concat([directory, endOfDirectory(found.length, directory.byteLength, offset)]);
  const tail = await bytes(offset, Math.min(wanted.byteLength, length - offset), "its directory");
  same(tail, wanted.subarray(0, tail.byteLength), offset, "the directory at its end does not name what it holds");
  if (length < offset + wanted.byteLength) throw differs(`byte ${length}`, "the archive ends in the middle of its directory");
  if (length > offset + wanted.byteLength) throw differs(`byte ${offset + wanted.byteLength}`, `${length - offset - wanted.byteLength} bytes stand behind its end`);
};

/** The header at a place, which must be the very one that Lockstep would have written there. */
const headerAt = async (bytes: (at: number, count: number, what: string) => Promise<Buffer>, offset: number): Promise<PackedFile> => {
  const fixed = await bytes(offset, 30, "a header");
  const [method, nameLength] = [fixed.readUInt16LE(8), fixed.readUInt16LE(26)];
  const path = (await bytes(offset + 30, Math.min(nameLength, 300), "a name")).toString("latin1");
  if (!isListedPath(path) && !isClosingPath(path)) throw differs(`byte ${offset + 30}`, `${JSON.stringify(path.slice(0, 100))} is no name of a file in an archive of evidence`);
  if (method !== 0 && method !== 8) throw differs(`byte ${offset + 8}`, `${path} is packed in an unknown way`);
  const file: PackedFile = { path, method, crc: fixed.readUInt32LE(14), packedSize: fixed.readUInt32LE(18), size: fixed.readUInt32LE(22) };
  same(Buffer.concat([fixed, Buffer.from(path, "latin1")]), localHeader(file), offset, `the header of ${path} is not as it was written`);
  return file;
};

const same = (found: Buffer, wanted: Buffer, offset: number, what: string): void => {
  if (found.equals(wanted)) return;
  const at = [...found].findIndex((byte, index) => byte !== wanted[index]);
  throw differs(`byte ${offset + Math.max(0, at)}`, what);
};

const unpack = ({ path, method, size }: PackedFile, packed: Buffer): Buffer => {
  if (method === 0) {
    if (packed.byteLength !== size) throw differs(path, "its two sizes are not the same");
    return packed;
  }
  let content: Buffer;
  try {
    content = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch (cause) {
    throw differs(path, `it cannot be unpacked: ${(cause as Error).message}`);
  }
  if (content.byteLength !== size) throw differs(path, `it unpacks to ${content.byteLength} bytes and should to ${size}`);
  return content;
};
