const minuteMs = 60_000;
const mostMs = 60 * minuteMs;

/** How often a due time is tried before it is given up where every due time is caught up with: about half an hour in all. */
export const mostTries = 6;

/** How long a job that failed `tries` times in a row waits: a minute, doubled each time, an hour at most. */
export const backOff = (tries: number): number => Math.min(mostMs, minuteMs * 2 ** Math.max(0, tries - 1));
