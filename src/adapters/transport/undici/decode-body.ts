import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";

/** Undoes a content encoding that nobody asked for; some gateways compress all the same. */
export function decodeBody(body: Buffer, encoding: string | undefined, maxOutputLength: number, place: string): Uint8Array {
  if (encoding === undefined || encoding === "identity" || body.length === 0) return body;
  try {
    if (encoding === "gzip" || encoding === "x-gzip") return gunzipSync(body, { maxOutputLength });
    if (encoding === "deflate") return inflateSync(body, { maxOutputLength });
    if (encoding === "br") return brotliDecompressSync(body, { maxOutputLength });
  } catch (cause) {
    if (cause instanceof RangeError) throw new LockstepError("LS403", { message: `the answer unpacks to more than ${maxOutputLength} bytes`, place, cause });
    throw new LockstepError("LS402", { message: `the answer's ${encoding} encoding is broken`, place, cause });
  }
  throw new LockstepError("LS401", { message: `the answer is encoded as ${encoding}, which was not asked for`, place });
}
