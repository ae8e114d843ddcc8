import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { BaselinePlace } from "./baseline-place.ts";
import { baselineVersions, type FoundBaseline, readBaseline } from "./read-baseline.ts";

/** The approved baseline that is meant, the newest when no version is named. LS220 when there is none, with the versions that there are; LS221. */
export const requireBaseline = async ({ folder, model }: BaselinePlace, version: number | null): Promise<FoundBaseline> => {
  const found = await readBaseline(folder, model, version ?? undefined);
  if (found !== null) return found;
  const versions = await baselineVersions(folder, model);
  if (version === null || versions.length === 0) throw new LockstepError("LS220", { message: `${model} has no approved baseline in ${folder}`, place: folder });
  throw new LockstepError("LS220", { message: `${model} has no baseline v${version} in ${folder}; there are ${versions.map((each) => `v${each}`).join(", ")}`, place: folder, todo: "Name one of those." });
};
