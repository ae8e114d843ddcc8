/** What both sides may hold in DuckDB's memory, so that each process stays under 2 GB. */
export const memoryBytes = 1200 * 2 ** 20;

export const outputsOf = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
