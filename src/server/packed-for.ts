import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Below this one packet holds it anyway. */
const leastPacked = 1400;

/** The smaller one first. */
const ways: readonly (readonly [string, (bytes: Uint8Array) => Promise<Buffer<ArrayBuffer>>])[] = [
  ["br", (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })],
  ["gzip", (bytes) => promisify(gzip)(bytes, { level: 9 })],
];

const packed = new Map<string, Promise<Buffer<ArrayBuffer>>>();

/**
 * An asset as small as whoever asks understands (`accepted`: their Accept-Encoding): packed once, by threads beside the one that answers, and kept. Only for what is the same
 * for anybody: how long it becomes tells nothing. `coding`: null for what stays as it is.
 */
export const packedFor = async (name: string, bytes: Uint8Array<ArrayBuffer>, accepted: string): Promise<{ readonly body: Uint8Array<ArrayBuffer>; readonly coding: string | null }> => {
  const understood = new Set(accepted.split(",").flatMap((each) => {
    const [coding = "", ...rest] = each.toLowerCase().split(";").map((part) => part.trim());
    return rest.some((part) => /^q=0(?:\.0*)?$/.test(part)) ? [] : [coding];
  }));
  const way = bytes.byteLength < leastPacked || name.endsWith(".woff2") ? undefined : ways.find(([coding]) => understood.has(coding));
  if (way === undefined) return { body: bytes, coding: null };
  const [coding, pack] = way;
  const key = `${coding} ${name}`;
  const known = packed.get(key) ?? pack(bytes);
  packed.set(key, known);
  return { body: await known, coding };
};
