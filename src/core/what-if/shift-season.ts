import type { OfflineEstimate } from "../domain/offline-estimate.ts";

/** The offline estimate as it would be if the rhythm of week and day came `days` and `hours` later; what no season is known of stays. */
export const shiftSeason = (offline: OfflineEstimate, days: number, hours: number): OfflineEstimate => {
  const later = (effects: readonly number[] | null, by: number): number[] | null => effects === null ? null : effects.map((_, at) => effects[(((at - by) % effects.length) + effects.length) % effects.length] ?? 0);
  return { ...offline, season: { dayOfWeek: later(offline.season.dayOfWeek, days), hourOfDay: later(offline.season.hourOfDay, hours) } };
};
