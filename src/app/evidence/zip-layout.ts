import { crc32, deflateRawSync } from "node:zlib";

/** A file as it lies in the container. */
export interface PackedFile {
  readonly path: string;
  /** 0: as it is; 8: deflated. */
  readonly method: 0 | 8;
  readonly crc: number;
  readonly size: number;
  readonly packedSize: number;
}

/** More than this is refused: what a plain ZIP can hold, and what a machine that verifies must be able to hold of one file. */
export const archiveLimits = { files: 65_000, bytes: 0xffff_ffff - 2 ** 20, fileBytes: 512 * 2 ** 20, unpackedBytes: 16 * 2 ** 30 };

/** 1 January 1980, the earliest that the format knows: the container tells no time of its own. */
const [noTime, firstDay] = [0, 0x0021];
/** Made on Unix, an ordinary file that its owner writes and all read. */
const [madeBy, attributes] = [0x0314, 0o100644 * 2 ** 16];

/** Content as it is put into the container; deflated only where it may be and where that is shorter. */
export const packContent = (path: string, content: Uint8Array, mayDeflate: boolean): { readonly file: PackedFile; readonly packed: Uint8Array } => {
  const deflated = mayDeflate ? deflateRawSync(content, { level: 9 }) : content;
  const [method, packed] = deflated.byteLength < content.byteLength ? [8 as const, deflated] : [0 as const, content];
  return { packed, file: { path, method, crc: crc32(content), size: content.byteLength, packedSize: packed.byteLength } };
};

/** Content that was packed before, as it was: another version of the compressor would pack it otherwise. */
export const asPacked = (path: string, content: Uint8Array, packed: Uint8Array): { readonly file: PackedFile; readonly packed: Uint8Array } =>
  ({ packed, file: { path, method: packed.byteLength < content.byteLength ? 8 : 0, crc: crc32(content), size: content.byteLength, packedSize: packed.byteLength } });

/** What stands before a file's bytes. Source for all three: PKWARE's APPNOTE, 4.3.7, 4.3.12, 4.3.16. */
export const localHeader = (file: PackedFile): Buffer => {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50, 0);
  common(header, 4, file);
  header.writeUInt16LE(file.path.length, 26);
  return Buffer.concat([header, Buffer.from(file.path, "latin1")]);
};

/** A file's line in the directory at the end; `offset` is where its local header begins. */
export const directoryEntry = (file: PackedFile, offset: number): Buffer => {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x0201_4b50, 0);
  header.writeUInt16LE(madeBy, 4);
  common(header, 6, file);
  header.writeUInt16LE(file.path.length, 28);
  header.writeUInt32LE(attributes, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(file.path, "latin1")]);
};

export const endOfDirectory = (files: number, size: number, offset: number): Buffer => {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(files, 8);
  end.writeUInt16LE(files, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
};

const common = (header: Buffer, at: number, { method, crc, size, packedSize }: PackedFile): void => {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(method, at + 4);
  header.writeUInt16LE(noTime, at + 6);
  header.writeUInt16LE(firstDay, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(packedSize, at + 14);
  header.writeUInt32LE(size, at + 18);
};
