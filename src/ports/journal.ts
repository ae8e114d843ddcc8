import type { OutputRow } from "./serving.ts";

/** What one call of the plan brought, for every row it carried. */
export interface JournalEntry {
  /** Index in the plan; unique, so that no answer is counted twice. */
  readonly call: number;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly latencyMs: number | null;
  readonly status: number | null;
  readonly replica: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  /** One per row of the call; empty when it failed. */
  readonly rows: readonly OutputRow[];
}

/**
 * The write-ahead record of a replay: survives a kill at any point. An entry is either wholly there or not at all, and a
 * second entry for the same call is ignored.
 */
export interface Journal {
  /** The plan's own description, as given when the journal was made; null in a new one. */
  readonly plan: string | null;
  begin(plan: string): void;
  /** Calls that are answered already. */
  answered(): ReadonlySet<number>;
  /** Buffered; durable after the next `flush`, which the journal calls by itself at least every 100 ms. */
  append(entry: JournalEntry): void;
  flush(): void;
  entries(): Iterable<JournalEntry>;
  /** Forgets everything; used once the recording is safely written. */
  remove(): void;
  close(): void;
}
