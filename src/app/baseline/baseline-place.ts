import { readdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Run } from "../../core/domain/run.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import { findManifest } from "../manifest/find-manifest.ts";
import { loadManifest } from "../manifest/load-manifest.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { defaultBaselines } from "../manifest/manifest-defaults.ts";

export interface BaselineWish {
  /** As given with --folder. */
  readonly folder: string | null;
  /** As given with --model. */
  readonly model: string | null;
  /** The run that is to be approved; null when baselines are only read. */
  readonly run: Run | null;
}

export interface BaselinePlace {
  /** Absolute. */
  readonly folder: string;
  readonly model: string;
}

/** A model's name is a folder's name too. */
const modelName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Where a model's baselines live and which model is meant: what was given, else what the run's agreement or the manifest found here says. LS102 when
 * no model or an unfit name was given and none can be found out, LS110 to LS119 when the manifest that is needed cannot be read.
 */
export const baselinePlace = async ({ folder, model, run }: BaselineWish, io: CommandIo): Promise<BaselinePlace> => {
  const found = folder !== null && model !== null ? null : findManifest(io.cwd);
  const loaded = found === null ? null : await loadManifest(found, { cwd: io.cwd, env: io.env, filesOf: [] });
  const whole = folder === null ? resolve(found === null ? io.cwd : dirname(found), loaded?.manifest.baselines ?? run?.agreement?.baselines ?? defaultBaselines) : resolve(io.cwd, folder);
  return { folder: whole, model: named(model) ?? run?.agreement?.model ?? onlyOf(modelsOf(loaded)) ?? (run === null ? onlyOf(await foldersOf(whole)) : null) ?? mustBeGiven([...new Set([...modelsOf(loaded), ...(await foldersOf(whole))])]) };
};

const named = (model: string | null): string | null => {
  if (model === null || modelName.test(model)) return model;
  throw new LockstepError("LS102", { message: `--model: "${model}" cannot be a folder's name: letters, digits, dots, dashes and underscores are wanted`, place: "--model" });
};

const modelsOf = (loaded: LoadedManifest | null): string[] => Object.keys(loaded?.manifest.models ?? {});

const onlyOf = (names: readonly string[]): string | null => (names.length === 1 ? (names[0] ?? null) : null);

/** Models that have a folder of baselines. */
const foldersOf = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory() && modelName.test(entry.name)).map(({ name }) => name).sort();

const mustBeGiven = (known: readonly string[]): never => {
  const which = known.length === 0 ? "" : `; there are ${known.join(", ")}`;
  throw new LockstepError("LS102", { message: `--model: it is not known which model is meant${which}`, place: "--model", todo: `Name it: --model ${known[0] ?? "NAME"}` });
};
