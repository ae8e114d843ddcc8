import { LockstepError } from "../../core/errors/lockstep-error.ts";

/** A day (`2026-01-31`, its beginning in UTC) or an instant with its zone, as ISO 8601 in UTC; null when nothing was said. LS102. */
export const readMoment = (text: string | undefined | null, place: string): string | null => {
  if (text === undefined || text === null) return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const moment = day || /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? new Date(day ? `${text}T00:00:00Z` : text) : null;
  // 2026-02-30 would silently be another day.
  if (moment !== null && !Number.isNaN(moment.getTime()) && (!day || moment.toISOString().startsWith(text))) return moment.toISOString();
  throw new LockstepError("LS102", { message: `${place}: "${text}" is no day and no instant`, place, todo: "Give it as 2026-01-31 or 2026-01-31T12:00:00Z." });
};
