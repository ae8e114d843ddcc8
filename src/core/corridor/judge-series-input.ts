import type { CalendarEntry, Hypothesis } from "../domain/hypothesis.ts";
import type { Measure, SeriesPlan, WindowStatistic } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";

/** Production's series of one measure and one population, with all that it is judged by. */
export interface JudgeSeriesInput {
  readonly hypothesis: Hypothesis;
  readonly measure: Measure;
  readonly plan: Pick<SeriesPlan, "window" | "timeZone">;
  /** Of the population that is judged: all rows, or those of the segment. */
  readonly offline: OfflineEstimate;
  readonly segment: WindowStatistic["segment"];
  /** Of this measure and segment only. */
  readonly statistics: readonly WindowStatistic[];
  readonly calendar: readonly CalendarEntry[];
  /** The instant of the look, ms. */
  readonly asOf: number;
  /** First judged instant, ms; null from the first window on. */
  readonly from: number | null;
  /** End of what is judged, ms; the instant of the look when left out. */
  readonly to?: number | null;
  readonly settings: CorridorSettings;
  /** How many series are judged together by `judgeFamily`; 1 when left out. The e-value then holds the offline error of all of them. */
  readonly family?: number;
}
