/**
 * When something written as a day or as an instant begins: milliseconds since 1970, a day's as if its zone were UTC. Undefined for what is neither: `2026-02-30`, `tomorrow`,
 * and an instant without its zone, which would be another one on another machine.
 */
export const momentOf = (text: string): number | undefined => {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(text) ?? [];
  if (day === undefined) return undefined;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return undefined;
  const moment = time === undefined ? midnight : Date.parse(text);
  return Number.isNaN(moment) ? undefined : moment;
};

/** Whether it is written as a local day, which begins at another instant in another zone. */
export const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
