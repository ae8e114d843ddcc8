import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * Writes a file wholly or not at all: beside it, flushed to the disk, then renamed. Missing folders are made; a link is followed;
 * a pipe or a device is written as it is. LS506 when it cannot be done, and then nothing is left behind.
 */
export const writeFileWhole = async (path: string, text: string | Uint8Array): Promise<void> => {
  try {
    const there = await stat(path).catch(() => null);
    if (there?.isDirectory() === true) throw new Error("it is a directory");
    if (there !== null && !there.isFile()) {
      await writeThrough(path, text, "w");
      return;
    }
    makeFolder(dirname(path));
    await replace(there === null ? path : await realpath(path), text);
  } catch (cause) {
    throw new LockstepError("LS506", { message: `${path} could not be written: ${(cause as Error).message}`, place: path, cause });
  }
};

const replace = async (path: string, text: string | Uint8Array): Promise<void> => {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    await writeThrough(beside, text, "wx");
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    throw cause;
  }
};

const writeThrough = async (path: string, text: string | Uint8Array, flag: "w" | "wx"): Promise<void> => {
  const file = await open(path, flag);
  try {
    await file.writeFile(text);
    if (flag === "wx") await file.sync();
  } finally {
    await file.close();
  }
};
