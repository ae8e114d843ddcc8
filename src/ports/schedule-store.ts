/** What is to be done again and again: `validate credit`, `fingerprint production`. */
export interface ScheduleState {
  readonly job: string;
  /** When it falls due next, ms since 1970; a crash in the middle leaves it as it was. */
  readonly nextAt: number;
  /** Not to be tried again before, ms since 1970, after it failed; null where nothing failed. */
  readonly retryAt: number | null;
  /** The last time that was due and is done; null: never. */
  readonly doneAt: number | null;
  readonly lastRun: string | null;
  /** How often what is due next was tried in vain. */
  readonly failures: number;
}

/** Remembers what was done and what is due across restarts and kills; one instance per job. */
export interface ScheduleStore {
  state(job: string): ScheduleState | null;
  /** Plans it first, or anew where its schedule changed; keeps what was done, and never goes back behind it. */
  plan(job: string, nextAt: number): void;
  /**
   * Takes the job for this due time: false when another living instance holds it, or it is done already. A claim whose holder died ends by itself:
   * it is held by an open lock, not by a note.
   */
  claim(job: string, dueAt: number): boolean;
  /** Done: what was due, the run that came of it (null: it was given up), and when next; the claim is let go of afterwards. Without the claim it is a bug. */
  finish(job: string, dueAt: number, run: string | null, nextAt: number): void;
  /** It failed: what is due stays due, and is not tried before `retryAt`; the claim is let go of. Without the claim it is a bug. */
  postpone(job: string, retryAt: number): void;
  /** Lets go of a claim, with nothing done. */
  release(job: string): void;
  list(): readonly ScheduleState[];
  close(): void;
}
