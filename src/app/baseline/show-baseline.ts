import type { Baseline } from "../../core/domain/baseline.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enteredBaselines, knownAs } from "./baseline-ledger.ts";
import type { BaselinePlace } from "./baseline-place.ts";
import { baselineVersions, readBaseline, versionFolder } from "./read-baseline.ts";
import { requireBaseline } from "./require-baseline.ts";

export interface ShownBaseline {
  readonly current: Baseline;
  /** Where the current one lies, absolute. */
  readonly place: string;
  /** All of them, newest first. */
  readonly history: readonly Baseline[];
  /** Whether this store's ledger knows the current one; null when there is no store. */
  readonly inLedger: boolean | null;
  /** Versions that the ledger knows and that no longer lie in the folder. */
  readonly gone: readonly number[];
}

/** Every approved version of a model, each held against its seal, its recording and the ledger. LS220 when there is none, LS221 when one is not what was approved. */
export const showBaseline = async (place: BaselinePlace, store: RunStore | null): Promise<ShownBaseline> => {
  const { baseline: current } = await requireBaseline(place, null);
  const versions = await baselineVersions(place.folder, place.model);
  const history: Baseline[] = [];
  for (const version of versions.toReversed()) {
    const found = await readBaseline(place.folder, place.model, version);
    if (found === null) continue;
    if (store !== null && knownAs(store, found.baseline) === "other") {
      throw new LockstepError("LS221", { message: `baseline v${version} of ${place.model} is not what this store's ledger holds under ${place.model}/v${version}`, place: versionFolder(place.folder, place.model, version) });
    }
    history.push(found.baseline);
  }
  return {
    current, history,
    place: versionFolder(place.folder, place.model, current.version),
    inLedger: store === null ? null : knownAs(store, current) === "entered",
    gone: store === null ? [] : enteredBaselines(store, place.model).map(({ version }) => version).filter((version) => !versions.includes(version)),
  };
};
