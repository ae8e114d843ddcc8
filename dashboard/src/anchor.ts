/** An id that can stand in an address; the same for the same finding in every run. */
export const anchor = (kind: string, id: string): string => `${kind}-${id.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80)}`;

/** Anchors for a list, told apart by a number where two come out alike. */
export const anchors = (kind: string, ids: readonly string[]): string[] => {
  const used = new Map<string, number>();
  return ids.map((id) => {
    const base = anchor(kind, id);
    const times = (used.get(base) ?? 0) + 1;
    used.set(base, times);
    return times === 1 ? base : `${base}-${times}`;
  });
};
