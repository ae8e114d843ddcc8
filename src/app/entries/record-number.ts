/** The next of these ids, `REQ-2026-0007`: the year of `at` (ISO 8601), and a number that goes on over all years. */
export const nextNumber = (prefix: string, ids: readonly string[], at: string): string => {
  const highest = Math.max(0, ...ids.map((id) => Number(/(\d+)$/.exec(id)?.[1] ?? 0)));
  return `${prefix}-${at.slice(0, 4)}-${String(highest + 1).padStart(4, "0")}`;
};

/** The one that a name means: an id, whatever its case, or its number. */
export const named = <T extends { readonly id: string }>(records: readonly T[], name: string): T | undefined => {
  const wanted = name.trim().toUpperCase();
  return records.find(({ id }) => id === wanted) ?? (/^\d+$/.test(wanted) ? records.find(({ id }) => Number(id.split("-").at(-1)) === Number(wanted)) : undefined);
};
