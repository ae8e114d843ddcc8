import type { Baseline } from "../../core/domain/baseline.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { actor } from "../actor.ts";
import { enterBaseline, takenVersions } from "./baseline-ledger.ts";
import type { BaselinePlace } from "./baseline-place.ts";
import { baselineVersions } from "./read-baseline.ts";
import { requireBaseline } from "./require-baseline.ts";
import { writeVersion } from "./write-version.ts";

/** Takes an earlier version up again, as a new version that points back to it; nothing is removed. LS220, LS221; LS222 when it is the current one already. */
export const revertBaseline = async (place: BaselinePlace, version: number, reason: string, store: RunStore, now: () => number): Promise<Baseline> => {
  const { baseline: earlier, recordingPath } = await requireBaseline(place, version);
  const newest = (await baselineVersions(place.folder, place.model)).at(-1);
  if (newest === version) throw new LockstepError("LS222", { message: `v${version} is the current baseline of ${place.model}; there is nothing to revert`, place: `v${version}`, todo: "Name an earlier version: lockstep baseline show lists them." });
  const baseline = await writeVersion({
    ...place,
    taken: takenVersions(store, place.model),
    recordingPath,
    baseline: (next) => ({ ...earlier, version: next, approvedAt: new Date(now()).toISOString(), approvedBy: actor(), reason, revertOf: version }),
  });
  enterBaseline(store, baseline);
  return baseline;
};
