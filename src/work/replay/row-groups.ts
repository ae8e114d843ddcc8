/** Which rows travel together, one group per request. */
export interface RowGroups {
  readonly count: number;
  rowsOf(group: number): readonly number[];
}

/** Rows 0 … rows - 1 in the order of the inputs, `size` to a group; the last may be smaller. */
export const consecutiveGroups = (rows: number, size: number): RowGroups => ({
  count: Math.ceil(rows / size),
  rowsOf: (group) => {
    const members: number[] = [];
    for (let row = group * size; row < Math.min(rows, (group + 1) * size); row += 1) members.push(row);
    return members;
  },
});

/** Some groups of others, renumbered from 0. */
export const chosenGroups = (groups: RowGroups, chosen: readonly number[]): RowGroups => ({
  count: chosen.length,
  rowsOf: (group) => groups.rowsOf(chosen[group] as number),
});

/** The rows in the order given, in groups of at most `size` that differ by at most one row: no row is left over alone. */
export const evenGroups = (rows: readonly number[], size: number): RowGroups => {
  const count = Math.ceil(rows.length / size);
  const start = (group: number): number => Math.floor((group * rows.length) / count);
  return { count, rowsOf: (group) => rows.slice(start(group), start(group + 1)) };
};
