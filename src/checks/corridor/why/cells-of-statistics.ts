import type { WindowStatistic } from "../../../core/domain/measure.ts";

/** Sums of one cell: units, m, d, m^2, d^2, m d, as a ratio's statistics hold them. */
export type CellSums = readonly [units: number, m: number, d: number, mm: number, dd: number, md: number];

/** One side, cut by a column into cells that no row is in twice. */
export interface CutSide {
  /** By the values asked for, in their order; the last holds all other rows: other values, and none. */
  readonly cells: readonly CellSums[];
  /** The same per window with data, in order of time: m and d only. */
  readonly windows: readonly { readonly window: number; readonly m: readonly number[]; readonly d: readonly number[] }[];
}

/** How one statistic is read as sums: as it stands for a ratio, by a threshold for a histogram. */
export type SumsOf = (statistic: WindowStatistic) => CellSums;

/** Adds the statistics up by value and window. What is in no cell is all rows less the cells; rounding below 0 is 0. */
export const cellsOfStatistics = (statistics: readonly WindowStatistic[], column: string, values: readonly string[], sumsOf: SumsOf): CutSide => {
  const place = new Map(values.map((value, index) => [value, index]));
  const rest = values.length;
  const byWindow = new Map<number, number[][]>();
  for (const statistic of statistics) {
    const { segment, window } = statistic;
    if (segment !== null && segment.column !== column) continue;
    const at = segment === null ? rest : place.get(segment.value);
    if (at === undefined) continue;
    const rows = byWindow.get(window) ?? Array.from({ length: rest + 1 }, () => [0, 0, 0, 0, 0, 0]);
    byWindow.set(window, rows);
    const sums = sumsOf(statistic);
    const row = rows[at] as number[];
    sums.forEach((sum, part) => { row[part] = (row[part] ?? 0) + sum; });
  }
  for (const rows of byWindow.values()) rows[rest] = lessCells(rows, rest);
  const windows = [...byWindow].sort(([a], [b]) => a - b);
  const cells = Array.from({ length: rest + 1 }, (_, cell): CellSums => {
    const of = (part: number): number => windows.reduce((sum, [, rows]) => sum + (rows[cell]?.[part] ?? 0), 0);
    return [of(0), of(1), of(2), of(3), of(4), of(5)];
  });
  return { cells, windows: windows.filter(([, rows]) => rows.some((row) => (row[0] ?? 0) > 0)).map(([window, rows]) => ({ window, m: rows.map((row) => row[1] ?? 0), d: rows.map((row) => row[2] ?? 0) })) };
};

const lessCells = (rows: readonly number[][], rest: number): number[] => {
  const total = rows[rest] as number[];
  const left = total.map((sum, part) => {
    const found = sum - rows.slice(0, rest).reduce((all, row) => all + (row[part] ?? 0), 0);
    return Math.abs(found) <= 1e-9 * Math.abs(sum) ? 0 : found;
  });
  // Nobody is left where no unit is, whatever rounding says. Units that span cells (groups) are in several, and squares may be too few: never below 0.
  if ((left[0] ?? 0) <= 0 && (left[2] ?? 0) <= 0) return [0, 0, 0, 0, 0, 0];
  return left.map((sum, part) => (part === 0 || part === 3 || part === 4 ? Math.max(0, sum) : sum));
};
