/** What `lockstep validate` was asked for. */
export interface ValidateOptions {
  /** Null: the nearest lockstep.yaml. */
  readonly manifest: string | null;
  /** Null: every model with hypotheses. */
  readonly model: string | null;
  /** Names of hypotheses; empty: all. */
  readonly hypotheses: readonly string[];
  /** ISO 8601: judged with what was known then. Null: now; when history is judged, the end of the log. */
  readonly asOf: string | null;
  /** Judges history that was there before the hypotheses were registered, and says so. */
  readonly backfill: boolean;
  /** Counts every file anew, whatever was counted before. */
  readonly recount: boolean;
  readonly store: string;
  readonly output: readonly string[];
  readonly json: boolean;
  readonly memory: number | null;
  readonly threads: number | null;
  /** Whoever registers what is new; the user when left out. */
  readonly author: string | null;
  /** The run's id where it must be the same when it is tried again; only with one model. */
  readonly runId?: string;
  /** The run that this one repeats. */
  readonly rerunOf?: string;
}
