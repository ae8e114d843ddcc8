import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { CommandIo } from "../command-io.ts";
import type { BaselinePlace } from "./baseline-place.ts";
import { type BaselineComparison, compareBaselines } from "./compare-baselines.ts";
import { baselineVersions } from "./read-baseline.ts";
import { requireBaseline } from "./require-baseline.ts";
import { withEngine } from "./with-engine.ts";

/** Compares two versions of a model's baseline; without names the newest with the one before it. LS220 when one of them is not there, LS221. */
export const diffBaselines = async (place: BaselinePlace, wanted: { readonly from: number | null; readonly to: number | null }, store: string, io: CommandIo): Promise<BaselineComparison> => {
  const to = await requireBaseline(place, wanted.to);
  const before = wanted.from ?? (await baselineVersions(place.folder, place.model)).findLast((version) => version < to.baseline.version);
  if (before === undefined) throw new LockstepError("LS220", { message: `v${to.baseline.version} is the first baseline of ${place.model}; there is none before it to compare with`, place: place.folder, todo: "Approve another one first, or name two versions." });
  const from = await requireBaseline(place, before);
  return inFolder(resolve(io.cwd, store), (folder) => withEngine(folder, (engine) => compareBaselines(engine, from, to, io.signal)));
};

/** Baselines are read where there is no store too, and reading makes none. */
const inFolder = async <T>(store: string, work: (folder: string) => Promise<T>): Promise<T> => {
  if (existsSync(store)) return work(store);
  const folder = await mkdtemp(join(tmpdir(), "lockstep-diff-"));
  return work(folder).finally(() => rm(folder, { recursive: true, force: true }));
};
