import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";

/** Separators that are looked for in the header line; a comma when none of them occurs. */
const candidates = [",", ";", "\t", "|"] as const;

/** A header longer than this is not read to its end; the separators before it decide. */
const headerBytes = 1 << 20;

/** The first line of a file, packed or not. */
export const readHeaderLine = async (path: string): Promise<string> => {
  const file = createReadStream(path);
  const bytes = path.endsWith(".gz") ? file.pipe(createGunzip()) : file;
  file.once("error", (error) => bytes.destroy(error));
  let text = "";
  try {
    for await (const part of bytes) {
      text += String(part);
      if (text.includes("\n") || text.length > headerBytes) break;
    }
  } finally {
    file.destroy();
  }
  return text.split(/\r?\n/, 1)[0] ?? "";
};

/** The separator that occurs most often outside quotes in the header line. */
export const delimiterOfHeader = (header: string): string => {
  const bare = header.replaceAll(/"(?:[^"]|"")*"/g, "");
  const counts = candidates.map((candidate) => ({ candidate, count: bare.split(candidate).length - 1 }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).candidate;
};

/** The names in a header line; a quoted name may hold the separator, and two quotes in it are one. */
export const namesOfHeader = (header: string, delimiter: string): readonly string[] => {
  const names: string[] = [];
  let rest = header.replace(/^\uFEFF/, "");
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const end = quoted === null ? rest.indexOf(delimiter) : quoted[0].length;
    const name = quoted === null ? rest.slice(0, end === -1 ? rest.length : end) : (quoted[1] ?? "").replaceAll('""', '"');
    names.push(name === "" ? `column${names.length + 1}` : name);
    if (end === -1 || end >= rest.length) return names;
    rest = rest.slice(end + delimiter.length);
  }
};
