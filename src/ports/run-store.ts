import type { Run } from "../core/domain/run.ts";
import type { LedgerEntry } from "../core/domain/ledger-entry.ts";
import type { DocumentDigest } from "../core/ledger/verify-documents.ts";
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
  /**
   * Saves the run and enters it into the ledger, both or neither; durable when it returns. Gives back the run with its
   * ledger head filled in. Saving the same run again changes nothing; another run under the same id is a bug.
   */
  save(run: Run, actor: string): Run;
  /** The run as it was saved; LS503 when it is not what the ledger sealed. */
  get(id: string): Run | null;
  /** Newest first. */
  list(limit: number, offset: number): readonly RunSummary[];
  /** Ids that begin with `prefix`, in order, at most 20: an id may be shortened as long as it stays unique. */
  resolve(prefix: string): readonly string[];
  ledger(): Iterable<LedgerEntry>;
  /** Every stored run with the digest of what is stored now, computed anew, for comparing with the ledger. */
  documents(): Iterable<DocumentDigest>;
  close(): void;
}
