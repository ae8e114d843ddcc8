import type { Baseline } from "../../core/domain/baseline.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Policy } from "../../core/governance/decide-by-policy.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { actor } from "../actor.ts";
import { approvedAmendment } from "../governance/amendment.ts";
import { markEnacted } from "../governance/enact-request.ts";
import { revertAmendment } from "./amendment-of-tolerances.ts";
import { enterBaseline, takenVersions } from "./baseline-ledger.ts";
import type { BaselinePlace } from "./baseline-place.ts";
import { baselineVersions } from "./read-baseline.ts";
import { requireBaseline } from "./require-baseline.ts";
import { writeVersion } from "./write-version.ts";

/**
 * Takes an earlier version up again, as a new version that points back to it; nothing is removed. LS220, LS221; LS222 when it is the current one already; LS736 where its tolerances are others than
 * those in force, policy says who has to approve that, and nobody did.
 */
export const revertBaseline = async (place: BaselinePlace, version: number, reason: string, { store, policy, now }: { readonly store: RunStore; readonly policy: Policy | null; readonly now: () => number }): Promise<Baseline> => {
  const { baseline: earlier, recordingPath } = await requireBaseline(place, version);
  const newest = (await baselineVersions(place.folder, place.model)).at(-1);
  if (newest === version) throw new LockstepError("LS222", { message: `v${version} is the current baseline of ${place.model}; there is nothing to revert`, place: `v${version}`, todo: "Name an earlier version: lockstep baseline show lists them." });
  const current = newest === undefined ? null : (await requireBaseline(place, newest)).baseline;
  const amendment = current === null ? null : revertAmendment(current, earlier, place.model);
  const request = amendment === null ? null : approvedAmendment(store, policy, amendment, { now: now(), ask: `lockstep request amendment --tolerances ${earlier.run.id} --reason TEXT` });
  const baseline = await writeVersion({
    ...place,
    taken: takenVersions(store, place.model),
    recordingPath,
    baseline: (next) => ({ ...earlier, version: next, approvedAt: new Date(now()).toISOString(), approvedBy: actor(), reason, revertOf: version }),
  });
  enterBaseline(store, baseline);
  if (request !== null) markEnacted(store, request.id, `baseline ${baseline.model}/v${baseline.version}`, { by: actor(), now: now() });
  return baseline;
};
