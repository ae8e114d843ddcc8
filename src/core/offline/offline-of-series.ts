import type { Hypothesis } from "../domain/hypothesis.ts";
import type { Measure, Series } from "../domain/measure.ts";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { LockstepError } from "../errors/lockstep-error.ts";

/** What the caller knows of a backtest beyond its counts. */
export interface AboutBacktest {
  readonly aggregation: Hypothesis["aggregation"];
  readonly source: string;
  /** sha256 of the source, hex. */
  readonly digest: string | null;
  /** A day or window of fewer usable units bears no value of its own. */
  readonly minimumRows: number;
  /** Windows from `start` to `end` (ms since 1970) to leave out: what the calendar excludes. */
  readonly excludes?: (start: number, end: number) => boolean;
  /** Of measures that do not add: the metric over the whole source with its error, as the engine's bootstrap gave it. */
  readonly whole?: WholeValue;
}

/** A metric over a whole source with its standard error by resampling. */
export interface WholeValue {
  readonly estimate: number;
  readonly standardError: number;
  readonly rows: number;
  readonly method: string;
}

/** What a backtest predicts of one measure. */
export const offlineOfSeries = (_series: Series, _measure: Measure, about: AboutBacktest): OfflineEstimate => {
  throw new LockstepError("LS254", { message: `${about.source} cannot be estimated yet` });
};
