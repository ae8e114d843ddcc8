import type { Expectation } from "../domain/hypothesis.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { LockstepError } from "../errors/lockstep-error.ts";

/** What folds, a simulation or a number predict. */
export const offlineOfValues = (expected: Exclude<Expectation, { kind: "backtest" }>): OfflineEstimate => {
  throw new LockstepError("LS254", { message: `${expected.source} cannot be estimated yet` });
};
