import type { OfflineEstimate } from "../domain/offline-estimate.ts";

/** Offline days without their season of weekdays, oldest first; days of too few rows for a value of their own are left out. */
export const offlineResiduals = ({ daily, season }: OfflineEstimate): number[] =>
  daily.flatMap(({ day, value, n }) => (value === null || n === 0 ? [] : [value - (season.dayOfWeek?.[(new Date(`${day.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 0)]));
