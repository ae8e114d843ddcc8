import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** `sha256:<hex> <bytes>` of a file, as every probe writes it. */
export const fileDigest = async (path: string, signal?: AbortSignal): Promise<string> => {
  const digest = createHash("sha256");
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20, ...(signal === undefined ? {} : { signal }) })) {
    digest.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return `sha256:${digest.digest("hex")} ${bytes}`;
};
