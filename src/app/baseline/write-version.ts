import { copyFile, mkdtemp, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sealBaseline } from "../../core/baseline/seal-baseline.ts";
import type { Baseline } from "../../core/domain/baseline.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { makeFolder } from "../make-folder.ts";
import { digestFile } from "../open-source.ts";
import { baselineVersions, versionFolder } from "./read-baseline.ts";

export interface NewVersion {
  readonly folder: string;
  readonly model: string;
  /** Versions up to this one were taken before, also those that no longer lie in the folder. */
  readonly taken: number;
  /** The recording to keep; it stays where it is. */
  readonly recordingPath: string;
  readonly baseline: (version: number) => Baseline;
}

/** Folders in the making are named after the process that makes them. */
const unfinished = /^\.new-(\d+)-/;

/**
 * Puts the next version of a model's baseline in its place, whole or not at all: made beside it, flushed to the disk, then renamed. Whoever comes
 * second takes the next number. LS506 when it cannot be written, LS222 when the recording changed under way.
 */
export const writeVersion = async ({ folder, model, taken, recordingPath, baseline }: NewVersion): Promise<Baseline> => {
  const models = join(folder, model);
  let made: string | null = null;
  try {
    makeFolder(models);
    await sweep(models);
    made = await mkdtemp(join(models, `.new-${process.pid}-`));
    const { file, digest } = baseline(taken + 1).recording;
    await copyFile(recordingPath, join(made, file));
    await flush(join(made, file));
    if ((await digestFile(join(made, file))) !== digest) throw new LockstepError("LS222", { message: `the recording ${recordingPath} changed while it was copied`, place: recordingPath, todo: "Try again." });
    for (;;) {
      const version = Math.max(taken, (await baselineVersions(folder, model)).at(-1) ?? 0) + 1;
      const document = baseline(version);
      await writeFile(join(made, "baseline.json"), sealBaseline(document));
      await flush(join(made, "baseline.json"));
      await flush(made);
      if (!(await take(made, versionFolder(folder, model, version)))) continue;
      made = null;
      await flush(models);
      return document;
    }
  } catch (cause) {
    if (cause instanceof LockstepError) throw cause;
    throw new LockstepError("LS506", { message: `the baseline of ${model} could not be written: ${(cause as Error).message}`, place: models, cause });
  } finally {
    if (made !== null) await rm(made, { recursive: true, force: true });
  }
};

/** Renames the folder to its place; false when somebody else took the place first. A folder that is there has files in it, so it is never replaced. */
const take = async (made: string, place: string): Promise<boolean> => {
  try {
    await rename(made, place);
    return true;
  } catch (cause) {
    if (await stat(place).catch(() => null)) return false;
    throw cause;
  }
};

/** The file's or folder's content is on the disk when this returns. */
const flush = async (path: string): Promise<void> => {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
};

/** What processes that were killed left behind. */
const sweep = async (models: string): Promise<void> => {
  for (const name of await readdir(models)) {
    const pid = Number(unfinished.exec(name)?.[1] ?? Number.NaN);
    if (!Number.isNaN(pid) && !isAlive(pid)) await rm(join(models, name), { recursive: true, force: true });
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
};
