import type { Run } from "../core/domain/run.ts";
import type { LedgerEntry } from "../core/domain/ledger-entry.ts";
import type { Verdict } from "../core/domain/verdict.ts";

export interface RunSummary {
  readonly id: string;
  readonly startedAt: string;
  readonly reference: string;
  readonly candidate: string;
  readonly verdict: Verdict;
  readonly headline: string;
}

/** Runs and the ledger, in one place and one transaction. */
export interface RunStore {
  /** Saves the run and enters it into the ledger, both or neither; returns the run with its ledger head filled in. */
  save(run: Run, actor: string): Run;
  get(id: string): Run | null;
  /** Newest first. `id` may be shortened anywhere else as long as it stays unique. */
  list(limit: number, offset: number): readonly RunSummary[];
  resolve(prefix: string): readonly string[];
  ledger(): Iterable<LedgerEntry>;
  close(): void;
}
