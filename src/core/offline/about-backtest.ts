import type { Hypothesis } from "../domain/hypothesis.ts";

/** What the caller knows of a backtest beyond its counts. */
export interface AboutBacktest {
  readonly aggregation: Hypothesis["aggregation"];
  readonly source: string;
  /** sha256 of the source, hex. */
  readonly digest: string | null;
  /** The source needs this many usable units, and so does a day or window to bear a value of its own. */
  readonly minimumRows: number;
  /** Windows from `start` to `end` (ms since 1970) to leave out: what the calendar excludes. */
  readonly excludes?: (start: number, end: number) => boolean;
  /** Of measures that do not add: the error of the metric over the whole source, as the engine's bootstrap gave it. The estimate is still told by windows, as production's is. */
  readonly whole?: WholeValue;
}

/** A metric over a whole source with its standard error by resampling. */
export interface WholeValue {
  readonly estimate: number;
  readonly standardError: number;
  readonly rows: number;
  readonly method: string;
}
