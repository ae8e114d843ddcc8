import type { Measure, WindowStatistic } from "../domain/measure.ts";

/** Rows of one score bin, or of one decision in it, over whatever windows were added up. */
export interface ScoreCell {
  readonly n: number;
  readonly labelled: number;
  readonly positives: number;
  /** Null where decisions were not told apart. */
  readonly decided: boolean | null;
  /** Mean score; 0 without rows. */
  readonly score: number;
  /** Variance of the scores within the bin; 0 where decisions are told apart, for there it is not kept. */
  readonly spread: number;
}

/** Places in a row of scored bins; see WindowStatistic. */
const at = { bin: 0, n: 1, score: 2, squares: 3, labelled: 4, positives: 5, decided: 7, scoreOfDecided: 9, labelledDecided: 10, positivesDecided: 11 } as const;
const places = 14;

/**
 * Statistics of one scored measure as cells in ascending order of the score, empty ones included, so that cells of two sources stand opposite each other.
 * With `byDecision` every bin gives two: rows decided against first, then those decided for.
 * RangeError for a bin that the measure does not have.
 */
export const scoreCells = ({ edges }: Pick<Measure, "edges">, statistics: readonly Pick<WindowStatistic, "bins">[], byDecision: boolean): ScoreCell[] => {
  const bins = Array.from({ length: (edges?.length ?? 0) + 1 }, () => Array.from({ length: places }, () => 0));
  for (const statistic of statistics) {
    for (const row of statistic.bins) {
      const into = bins[row[at.bin] ?? -1];
      if (into === undefined) throw new RangeError(`a scored bin ${row[at.bin]} of ${bins.length}`);
      whole(row).forEach((value, place) => {
        if (place !== at.bin) into[place] = (into[place] ?? 0) + value;
      });
    }
  }
  return bins.flatMap((row): ScoreCell[] => {
    const of = (place: number): number => row[place] ?? 0;
    const [n, score] = [of(at.n), of(at.n) > 0 ? of(at.score) / of(at.n) : 0];
    if (!byDecision) return [{ n, labelled: of(at.labelled), positives: of(at.positives), decided: null, score, spread: n > 0 ? Math.max(0, of(at.squares) / n - score ** 2) : 0 }];
    const [yes, no] = [of(at.decided), n - of(at.decided)];
    return [
      { n: no, labelled: of(at.labelled) - of(at.labelledDecided), positives: of(at.positives) - of(at.positivesDecided), decided: false, score: no > 0 ? (of(at.score) - of(at.scoreOfDecided)) / no : 0, spread: 0 },
      { n: yes, labelled: of(at.labelledDecided), positives: of(at.positivesDecided), decided: true, score: yes > 0 ? of(at.scoreOfDecided) / yes : 0, spread: 0 },
    ];
  });
};

/**
 * A row with all its places. One that was counted without telling decisions apart by label is completed: exactly where its rows were all decided alike, or all or none labelled;
 * else in proportion. Of (true positives) the four counts leave one: right = TP + TN, so TP = (right + positives + decided - labelled) / 2.
 */
const whole = (row: readonly number[]): readonly number[] => {
  if (row.length >= places) return row;
  const [, n = 0, score = 0, , labelled = 0, positives = 0, , decided = 0, right = 0] = row;
  const known = n > 0 ? (labelled * decided) / n : 0;
  const found = Math.min(positives, known, Math.max(0, (right + positives + known - labelled) / 2));
  return [...row.slice(0, at.scoreOfDecided), ...Array.from({ length: at.scoreOfDecided - row.length }, () => 0), n > 0 ? (score * decided) / n : 0, known, found];
};
