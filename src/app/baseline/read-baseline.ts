import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { openBaseline } from "../../core/baseline/seal-baseline.ts";
import type { Baseline } from "../../core/domain/baseline.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { digestFile } from "../open-source.ts";

/** An approved baseline as it lies on the disk, held against its seal and its recording against its digest. */
export interface FoundBaseline {
  readonly baseline: Baseline;
  /** Absolute, or relative as the folder was given. */
  readonly recordingPath: string;
}

/** Where one version lives. */
export const versionFolder = (folder: string, model: string, version: number): string => join(folder, model, `v${version}`);

/** The approved versions of a model, oldest first; none when there is no such folder. */
export const baselineVersions = async (folder: string, model: string): Promise<number[]> => {
  const names = await readdir(join(folder, model)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT" || cause.code === "ENOTDIR") return [];
    throw new LockstepError("LS201", { message: `the baselines of ${model} cannot be read (${cause.code ?? cause.message})`, place: join(folder, model), cause });
  });
  return names.flatMap((name) => (/^v[1-9]\d*$/.test(name) ? [Number(name.slice(1))] : [])).sort((a, b) => a - b);
};

/**
 * An approved baseline of a model, the newest when no version is named; null when there is none. LS221 when it is not what was approved: its seal
 * does not fit, its recording is missing or another, or it lies in a folder of another name.
 */
export const readBaseline = async (folder: string, model: string, version?: number): Promise<FoundBaseline | null> => {
  const versions = await baselineVersions(folder, model);
  const wanted = version ?? versions.at(-1);
  if (wanted === undefined || !versions.includes(wanted)) return null;
  const place = versionFolder(folder, model, wanted);
  const tampered = (what: string): LockstepError => new LockstepError("LS221", { message: `baseline v${wanted} of ${model} is not what was approved: ${what}`, place });
  const text = await readFile(join(place, "baseline.json"), "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw tampered(`its baseline.json cannot be read (${cause.code ?? cause.message})`);
  });
  const opened = openBaseline(text);
  if ("flaw" in opened) throw tampered(`its baseline.json ${opened.flaw}`);
  const { baseline } = opened;
  if (baseline.model !== model || baseline.version !== wanted) throw tampered(`what lies there is v${baseline.version} of ${baseline.model}`);
  if (!/^[\w-][\w.-]*$/.test(baseline.recording.file)) throw tampered("its recording is not a file beside it");
  const recordingPath = join(place, baseline.recording.file);
  const digest = await digestFile(recordingPath).catch((cause: NodeJS.ErrnoException) => {
    throw tampered(`its recording ${baseline.recording.file} cannot be read (${cause.code ?? cause.message})`);
  });
  if (digest !== baseline.recording.digest) throw tampered(`its recording has the digest ${digest.slice(0, 12)}, approved was ${baseline.recording.digest.slice(0, 12)}`);
  return { baseline, recordingPath };
};
