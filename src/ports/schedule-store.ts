/** What is to be done again and again: `validate credit`, `fingerprint production`. */
export interface ScheduleState {
  readonly job: string;
  /** When it falls due next, ms since 1970; a crash in the middle leaves it as it was. */
  readonly nextAt: number;
  /** The last time that was due and is done; null: never. */
  readonly doneAt: number | null;
  readonly lastRun: string | null;
  readonly failures: number;
}

/** Remembers what was done and what is due across restarts and kills; one instance per job. */
export interface ScheduleStore {
  state(job: string): ScheduleState | null;
  /** Plans it first, or anew where its schedule changed; keeps what was done. */
  plan(job: string, nextAt: number): void;
  /**
   * Takes the job for this due time: false when another living instance holds it, or it is done already. A claim whose holder died ends by itself:
   * it is held by an open lock, not by a note.
   */
  claim(job: string, dueAt: number): boolean;
  /** Done: what was due, the run that came of it, and when next; in one transaction with letting go of the claim. */
  finish(job: string, dueAt: number, outcome: { readonly run: string | null; readonly failed: boolean }, nextAt: number): void;
  release(job: string): void;
  list(): readonly ScheduleState[];
  close(): void;
}
