/** When something falls due: instants in ms since 1970. `next(next(t) - 1) === next(t)` holds for every t. */
export interface Schedule {
  /** As people wrote it, with its time zone. */
  readonly words: string;
  /** The first due time after `after`. */
  next(after: number): number;
  /** The last due time that is not after `at`; null when there was none. */
  last(at: number): number | null;
}

/** What came of a job: one line for people, what it is called in the store, and the exit code it would have had as a command. */
export interface JobOutcome {
  readonly run: string | null;
  readonly exitCode: number;
  readonly line: string;
}

/** One thing that is done again and again. */
export interface WatchJob {
  /** `validate credit`: stable between processes. */
  readonly name: string;
  readonly schedule: Schedule;
  /** What becomes of due times that passed while nothing ran. */
  readonly catchUp: "last" | "all" | "none";
  /**
   * Does it as of that time. It may have been begun, or done, for that time before, by a process that was killed then: whatever it keeps is named after the
   * job and the time, so that nothing is kept twice. Rejects with the signal's reason when it is stopped.
   */
  readonly run: (dueAt: number, signal: AbortSignal) => Promise<JobOutcome>;
}

/** What happens while watching; work never prints. `missed` counts due times that are left out, at most `mostCounted`. */
export type WatchEvent =
  | { readonly kind: "planned"; readonly job: string; readonly at: number; readonly why: "first" | "changed" }
  | { readonly kind: "gap"; readonly job: string; readonly from: number; readonly to: number; readonly missed: number; readonly action: "skipped" | "once" | "all" }
  | { readonly kind: "begun"; readonly job: string; readonly dueAt: number }
  | { readonly kind: "done"; readonly job: string; readonly dueAt: number; readonly outcome: JobOutcome; readonly nextAt: number }
  | { readonly kind: "failed"; readonly job: string; readonly dueAt: number; readonly error: unknown; readonly tries: number; readonly retryAt: number | null }
  | { readonly kind: "held"; readonly job: string; readonly dueAt: number }
  /** Slept, and looks again; at least twice a minute. */
  | { readonly kind: "awake"; readonly now: number }
  | { readonly kind: "clock"; readonly by: number }
  | { readonly kind: "ahead"; readonly job: string; readonly doneAt: number };
