/** What either side may hold in memory. */
export const memoryBytes = 1.25 * 2 ** 30;

export const numbers = 19;
export const categories = 10;
/** Values of each category. */
export const cardinalities = [2, 5, 10, 50, 200, 20, 3, 8, 30, 1000] as const;
export const gamma = 1.01 / 0.99;
export const days = 365;
