import type { CalendarEntry, Hypothesis } from "../domain/hypothesis.ts";
import type { Measure, SeriesPlan, WindowStatistic } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { SeriesJudgement } from "../domain/validation.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";

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
}

/** Production's windows of one population against its corridor. Pure; one pass over its units. */
export const judgeSeries = ({ segment }: JudgeSeriesInput): SeriesJudgement => ({
  segment, verdict: "inconclusive", unit: "week", units: 0, rows: 0, labelled: 0, corridor: { low: null, high: null }, estimate: null, interval: null, logEValue: 0,
  since: null, estimateSince: null, intervalSince: null, recent: null,
  detector: { method: "Shiryaev-Roberts", runLength: 0, alarm: false, since: null, logValue: 0, refused: "not yet built" },
  bayes: null, points: [], history: [], reason: "nothing was judged", needed: null, blind: null,
});
