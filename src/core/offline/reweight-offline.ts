import type { OfflineEstimate } from "../domain/offline-estimate.ts";

/** The offline estimate for another mix of a column's values. */
export const reweightOffline = (offline: OfflineEstimate, _column: string, _mix: readonly { value: string; share: number }[]): OfflineEstimate => offline;
