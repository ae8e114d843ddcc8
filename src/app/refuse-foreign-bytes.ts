import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { LockstepError } from "../core/errors/lockstep-error.ts";

/**
 * Refuses, before a row is read, what a reader would take for something else: UTF-16 text, a file that is called gzip and is none, and one that was cut short,
 * whose rows up to there would look like all. LS203.
 */
export const refuseForeignBytes = async (path: string): Promise<void> => {
  const [first = 0, second = 0] = await firstBytes(path);
  const packed = path.toLowerCase().endsWith(".gz");
  if (!packed && ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))) {
    throw new LockstepError("LS203", { message: `${path} is UTF-16 text`, place: path, todo: "Write it as UTF-8 (spreadsheets call it \"CSV UTF-8\")." });
  }
  if (!packed) return;
  if (first !== 0x1f || second !== 0x8b) throw new LockstepError("LS203", { message: `${path} is not packed with gzip`, place: path, todo: "Take .gz from its name, or pack it with gzip." });
  try {
    await pipeline(createReadStream(path), createGunzip(), async (unpacked) => {
      for await (const _ of unpacked) continue;
    });
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    throw new LockstepError("LS203", { message: `${path} cannot be unpacked: ${code === "Z_BUF_ERROR" ? "it was cut short" : `it is damaged (${(cause as Error).message})`}`, place: path, todo: "Write or copy the file again.", cause });
  }
};

const firstBytes = async (path: string): Promise<Uint8Array> => {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(2), 0, 2, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};
