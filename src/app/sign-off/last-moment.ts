const dayMs = 24 * 60 * 60 * 1000;

/** The last millisecond of a day such as 2026-12-31, UTC, since the epoch; until then the day has not passed. */
export const lastMoment = (day: string): number => Date.parse(`${day}T00:00:00Z`) + dayMs - 1;
