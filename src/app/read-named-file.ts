import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";

/** Pipes that a shell has opened already (`<(command)`); every other one may wait for a writer that never comes. */
const openPipe = /^\/(dev\/(stdin$|fd\/)|proc\/[^/]+\/fd\/)/;

/**
 * The bytes of a file that somebody named, at most `mostBytes` of them. Rejects with the file system's error, and with a plain one for what is no file and
 * could be read without end, and for what is larger; its message follows the words "cannot be read: ".
 */
export const readNamedFile = async (path: string, mostBytes: number): Promise<Buffer> => {
  await refuseEndless(path);
  const pieces: Buffer[] = [];
  let bytes = 0;
  // What is read counts, not what the directory says: files under /proc have no size.
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    pieces.push(piece as Buffer);
    bytes += (piece as Buffer).length;
    if (bytes > mostBytes) throw new Error(`it has more than ${mostBytes.toLocaleString("en-US")} bytes`);
  }
  return Buffer.concat(pieces);
};

/** Rejects for a device, a socket, and a pipe that no shell has opened. Folders and what is not there are told by whoever opens them. */
export const refuseEndless = async (path: string): Promise<void> => {
  const there = await stat(path);
  if (there.isFile() || there.isDirectory() || (there.isFIFO() && openPipe.test(path)) || path === "/dev/null") return;
  throw new Error("it is a pipe, a socket or a device, not a file");
};
