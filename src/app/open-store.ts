import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Run } from "../core/domain/run.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import type { Catalogue } from "../ports/catalogue.ts";
import type { RunStore } from "../ports/run-store.ts";
import { makeFolder } from "./make-folder.ts";

/** The store at a directory, made when it is not there yet. LS501, LS504. */
export const openStore = async (directory: string, cwd: string): Promise<RunStore> => {
  const { createSqliteRunStore } = await import("../adapters/stores/sqlite/create-sqlite-run-store.ts");
  const folder = resolve(cwd, directory);
  try {
    makeFolder(folder);
  } catch (cause) {
    throw new LockstepError("LS501", { message: `the store's directory ${folder} cannot be made or written: ${(cause as Error).message}`, place: folder, cause });
  }
  return createSqliteRunStore(folder);
};

/** The store at a directory, which must be there: reading one never makes it. Null when there is none. */
export const openExistingStore = async (directory: string, cwd: string): Promise<RunStore | null> =>
  existsSync(join(resolve(cwd, directory), "lockstep.db")) ? openStore(directory, cwd) : null;

/** The lists of a store that is there. */
export const openCatalogue = async (directory: string, cwd: string): Promise<Catalogue> => {
  const { createSqliteCatalogue } = await import("../adapters/stores/sqlite/create-sqlite-catalogue.ts");
  return createSqliteCatalogue(resolve(cwd, directory));
};

/** That there is no store is an answer to a list, and a failure to whoever needs a run or the ledger. */
export const noStore = (directory: string): LockstepError =>
  new LockstepError("LS501", { message: `there is no store at ${directory}`, place: directory, todo: "Run a check first, or name the store with --store DIR." });

/** The run that `reference` means, of one that asked two environments the same: one that compared populations has no recording to take from. LS502. */
export const findCheck = (store: RunStore, reference: string): Run => {
  const run = findRun(store, reference);
  if (run.kind !== "check") throw new LockstepError("LS502", { message: `run ${run.id} ${run.kind === "compare" ? "compared two populations" : "held production against its offline estimates"}, and asked nobody anything: it has no recording`, todo: "Name a run of lockstep check; see: lockstep runs" });
  return run;
};

/** The run that `reference` means: `latest`, an id, or the beginning of one. LS502 when it means none or several. */
export const findRun = (store: RunStore, reference: string): Run => {
  const latest = reference === "latest" ? store.list(1, 0)[0]?.id : undefined;
  const ids = latest === undefined ? store.resolve(reference) : [latest];
  const id = ids.includes(reference) ? reference : ids[0];
  const run = id === undefined || reference === "" || (ids.length > 1 && id !== reference) ? null : store.get(id);
  if (run !== null) return run;
  if (ids.length > 1) throw new LockstepError("LS502", { message: `"${reference}" is the beginning of several runs: ${ids.join(", ")}`, todo: "Give more of the id." });
  throw new LockstepError("LS502", { message: reference === "latest" ? "there is no run in this store yet" : `no run begins with "${reference}"` });
};
