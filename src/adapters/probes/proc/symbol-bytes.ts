const dynamicSymbols = 11;
const sectionHeaderBytes = 64;
const symbolEntryBytes = 24;

interface Section {
  readonly type: number;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

/** The first bytes of an exported symbol of an ELF file (64 bits, little end first), as they stand on disk; null when it has no such symbol or is another kind of file. */
export const symbolBytes = (file: Buffer, name: string, bytes: number): Buffer | null => {
  if (file.length < sectionHeaderBytes || file.toString("latin1", 1, 4) !== "ELF" || file[4] !== 2 || file[5] !== 1) return null;
  const table = Number(file.readBigUInt64LE(0x28));
  const count = file.readUInt16LE(0x3c);
  if (table + count * sectionHeaderBytes > file.length) return null;
  const number = (at: number): number => Number(file.readBigUInt64LE(at));
  const sections = Array.from({ length: count }, (_, index): Section => {
    const at = table + index * sectionHeaderBytes;
    return { type: file.readUInt32LE(at + 4), address: number(at + 16), offset: number(at + 24), size: number(at + 32), link: file.readUInt32LE(at + 40) };
  });
  const symbols = sections.find(({ type }) => type === dynamicSymbols);
  const texts = symbols === undefined ? undefined : sections[symbols.link];
  if (symbols === undefined || texts === undefined || symbols.offset + symbols.size > file.length) return null;
  const wanted = Buffer.from(`${name}\0`);
  for (let at = symbols.offset; at + symbolEntryBytes <= symbols.offset + symbols.size; at += symbolEntryBytes) {
    const text = texts.offset + file.readUInt32LE(at);
    if (file.compare(wanted, 0, wanted.length, text, Math.min(file.length, text + wanted.length)) !== 0) continue;
    const address = number(at + 8);
    const section = sections[file.readUInt16LE(at + 6)];
    const start = section === undefined ? -1 : section.offset + address - section.address;
    return section === undefined || start < 0 || start + bytes > file.length ? null : file.subarray(start, start + bytes);
  }
  return null;
};
