import type { WindowStatistic } from "../domain/measure.ts";

/** What came of another mix: the windows of all rows, and the values that there was nothing of. */
export interface ReweightedStatistics {
  readonly statistics: readonly WindowStatistic[];
  readonly unseen: readonly string[];
  /** Rows of the values asked for, of all rows. */
  readonly covered: number;
}

/**
 * The windows of all rows as they would be if the column's values had other shares: each row of a value weighs what it is to have over what it has, over all windows together, so that a
 * value's own ups and downs stay. Statistics of one ratio measure, segments included. Squares grow by the weight's square, as they do for weighted rows; numbers of units stay those that were seen.
 */
export const reweightStatistics = (statistics: readonly WindowStatistic[], column: string, mix: readonly { readonly value: string; readonly share: number }[]): ReweightedStatistics => {
  const rowsOf = (of: readonly WindowStatistic[]): number => of.reduce((sum, { rows }) => sum + rows, 0);
  const ofValue = (value: string): WindowStatistic[] => statistics.filter(({ segment }) => segment?.column === column && segment.value === value);
  const parts = mix.filter(({ share }) => share > 0).map(({ value, share }) => ({ value, share, own: ofValue(value) }));
  const seen = parts.filter(({ own }) => rowsOf(own) > 0);
  const [rows, shares] = [seen.reduce((sum, { own }) => sum + rowsOf(own), 0), seen.reduce((sum, { share }) => sum + share, 0)];
  const all = rowsOf(statistics.filter(({ segment }) => segment === null));
  const weighted = seen.flatMap(({ own, share }) => {
    const weight = share / shares / (rowsOf(own) / rows);
    const powers = [0, 1, 1, 2, 2, 2];
    return own.map((each): WindowStatistic => ({ ...each, segment: null, sums: each.sums.map((sum, part) => sum * weight ** (powers[part] ?? 1)) }));
  });
  return { statistics: weighted, unseen: parts.filter(({ own }) => rowsOf(own) === 0).map(({ value }) => value), covered: all === 0 ? 0 : rows / all };
};
