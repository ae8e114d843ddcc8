import type { Measure, SeriesPlan, WindowStatistic } from "../../../core/domain/measure.ts";
import type { Explanation } from "../../../core/domain/validation.ts";

export interface DifferenceQuestion {
  readonly measure: Measure;
  readonly plan: Pick<SeriesPlan, "window" | "timeZone">;
  /** One of the plan's segment columns. */
  readonly column: string;
  /** Of all rows (segment null) and of the values of `column`; statistics of other measures and columns are passed over. */
  readonly offline: readonly WindowStatistic[];
  /** The same of production, of the time that is to be explained. */
  readonly production: readonly WindowStatistic[];
  readonly alpha: number;
}

/** Where the difference between production and offline comes from, by the values of one column. Null where the metric has no such parts, or a side has nothing. */
export const explainDifference = (_question: DifferenceQuestion): Explanation | null => null;
