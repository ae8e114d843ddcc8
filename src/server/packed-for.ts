import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Below this one packet holds it anyway. */
const leastPacked = 1400;

/** How hard it is tried: for what is kept for ever, and for what is soon another. */
export type Effort = "once" | "often";

type Pack = (bytes: Uint8Array, effort: Effort) => Promise<Buffer<ArrayBuffer>>;

/** The smaller one first. */
const ways: readonly (readonly [string, Pack])[] = [
  ["br", (bytes, effort) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: effort === "once" ? 9 : 4 } })],
  ["gzip", (bytes, effort) => promisify(gzip)(bytes, { level: effort === "once" ? 9 : 5 })],
];

/** What something was packed to, by the coding; kept by whoever keeps the thing. */
export type Packs = Map<string, Promise<Buffer<ArrayBuffer>>>;

/** What whoever asks understands, of what is there: their Accept-Encoding. */
const codingFor = (accepted: string): (typeof ways)[number] | undefined => {
  const understood = new Set(accepted.split(",").flatMap((each) => {
    const [coding = "", ...rest] = each.toLowerCase().split(";").map((part) => part.trim());
    return rest.some((part) => /^q=0(?:\.0*)?$/.test(part)) ? [] : [coding];
  }));
  return ways.find(([coding]) => understood.has(coding));
};

/**
 * A text or file as small as whoever asks understands (`accepted`): packed once, by threads beside the one that answers, and kept in `packs`. Only for what holds no secret beside what somebody
 * else may choose, for how long it becomes tells of both. Null where it stays as it is.
 */
export const packedFor = async (content: string | Uint8Array<ArrayBuffer>, accepted: string, packs: Packs, effort: Effort): Promise<{ readonly body: Uint8Array<ArrayBuffer>; readonly coding: string } | null> => {
  const way = content.length < leastPacked || accepted === "" ? undefined : codingFor(accepted);
  if (way === undefined) return null;
  const [coding, pack] = way;
  const known = packs.get(coding) ?? pack(typeof content === "string" ? Buffer.from(content) : content, effort);
  packs.set(coding, known);
  return { body: await known, coding };
};
