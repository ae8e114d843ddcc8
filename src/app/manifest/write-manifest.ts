import { lstatSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CheckOptions } from "../check/check-options.ts";
import type { CommandIo } from "../command-io.ts";
import { writeFileWhole } from "../write-file-whole.ts";
import { manifestNames } from "./find-manifest.ts";
import { writeSchemaBeside } from "./manifest-schema.ts";
import { saveManifest } from "./save-manifest.ts";

/** Where a new manifest may be written: the path that was named, or lockstep.yaml here. LS118 when a manifest is there already, in any of its names. */
export const refuseExisting = async (named: string | null, { cwd }: Pick<CommandIo, "cwd">): Promise<string> => {
  const path = resolve(cwd, named ?? manifestNames[0]);
  const there = (named === null ? manifestNames.map((name) => resolve(cwd, name)) : [path]).find(isThere);
  if (there !== undefined) throw new LockstepError("LS118", { message: `${relative(cwd, there) || there} exists already and stays as it is`, place: there });
  return path;
};

/** Also a link that leads nowhere: what it was meant for is not ours to replace. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Writes what a first verdict was made with as a manifest, and says what to do with it. LS118 when one appeared meanwhile, LS506. */
export const writeManifest = async (run: Run, options: CheckOptions, path: string, io: Pick<CommandIo, "cwd" | "note">): Promise<void> => {
  await refuseExisting(path, io);
  await writeFileWhole(path, saveManifest(run, options, { folder: dirname(path), cwd: io.cwd }));
  await writeSchemaBeside(path);
  io.note(`wrote ${relative(io.cwd, path) || path}: read it, commit it, and from now on run: lockstep check`);
};
