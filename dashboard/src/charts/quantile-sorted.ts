/** The value below which a share of a sorted list lies; null of an empty one. */
export const quantileSorted = (sorted: readonly number[], share: number): number | null => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? null;
