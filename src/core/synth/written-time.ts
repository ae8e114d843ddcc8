/** The years 1 to 9999, which every reader of ISO 8601 takes. */
const [earliest, latest] = [Date.parse("0001-01-01T00:00:00Z"), Date.parse("9999-12-31T23:59:59.999Z")];

/** Seconds since 1970 as ISO 8601 UTC, to the millisecond. */
export const writtenTime = (seconds: number): string => new Date(Math.min(latest, Math.max(earliest, Math.round(seconds * 1000)))).toISOString();
