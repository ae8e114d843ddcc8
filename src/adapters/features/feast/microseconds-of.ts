/** `2026-11-20T14:35:42.123456Z` -> microseconds since 1970; digits beyond them are cut off. Null for anything else. */
export const microsecondsOf = (text: string): bigint | null => {
  const [, clock, fraction = "", zone] = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  const seconds = clock === undefined || zone === undefined ? Number.NaN : Date.parse(`${clock}${zone}`);
  return Number.isNaN(seconds) ? null : BigInt(seconds) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, "0"));
};
