import type { Run } from "../core/domain/run.ts";
import type { LedgerEntry, LedgerKind } from "../core/domain/ledger-entry.ts";
import type { SealedRun } from "../core/ledger/run-digest.ts";
import type { CanonicalValue } from "../core/ledger/canonical-json.ts";
import type { DocumentDigest } from "../core/ledger/verify-documents.ts";
import type { Verdict } from "../core/domain/verdict.ts";

export interface RunSummary {
  readonly id: string;
  readonly startedAt: string;
  readonly reference: string;
  readonly candidate: string;
  /** As agreed, else as an environment named it; null when nobody did. */
  readonly model: string | null;
  readonly verdict: Verdict;
  readonly headline: string;
}

/** Which runs a list holds; null or left out: any. */
export interface RunFilter {
  readonly model?: string | null;
  readonly verdict?: Verdict | null;
}

/** Something entered into the ledger that is not a run: a baseline, a sign-off, a changed agreement. */
export interface StoredRecord {
  readonly kind: LedgerKind;
  /** Unique within its kind: `risk/v3`, a file's digest. */
  readonly subject: string;
  readonly payload: CanonicalValue;
}

/** A record with its place in the ledger. */
export interface PlacedRecord extends StoredRecord {
  readonly sequence: number;
}

/** Runs, other records and the ledger, in one place and one transaction. */
export interface RunStore {
  /**
   * Saves the run and enters it into the ledger, both or neither; durable when it returns. Gives back the run with its
   * ledger head filled in. Saving the same run again changes nothing; another run under the same id is a bug.
   */
  save(run: Run, actor: string): Run;
  /** The same for a run that was read and checked already, by its sealed text: gives its place in the ledger. */
  saveSealed(run: SealedRun, actor: string): LedgerEntry;
  /** The text of a run or record as it is stored, byte for byte what was sealed; null when there is none. LS503 when it is something else. */
  document(kind: LedgerKind, subject: string): string | null;
  /**
   * Enters what retention takes away, by kind, subject and digest in `payload.documents`, and removes those runs with it: all of it or nothing, and never anything that the
   * entry does not name. LS503 when one of them is not what the ledger sealed.
   */
  retire(record: StoredRecord & { readonly kind: "retention" }, actor: string): LedgerEntry;
  /** The run as it was saved; LS503 when it is not what the ledger sealed. */
  get(id: string): Run | null;
  /** Newest first. */
  list(limit: number, offset: number, filter?: RunFilter): readonly RunSummary[];
  /** Ids that begin with `prefix`, in order, at most 20: an id may be shortened as long as it stays unique. */
  resolve(prefix: string): readonly string[];
  /** Saves a record that is not a run and enters it, both or neither. The same record again changes nothing; other content under a known subject is a bug. */
  enter(record: StoredRecord, actor: string): LedgerEntry;
  /** Records of one kind, oldest first, each as it was entered; LS503 when one is not what the ledger sealed. */
  records(kind: LedgerKind): readonly StoredRecord[];
  /** The same, only those that were entered after a sequence (0: from the first), at most `limit`: for whoever reads many in turns, or goes on where they were. */
  recordsAfter(kind: LedgerKind, sequence: number, limit: number): readonly PlacedRecord[];
  /** Keeps a text by its sha256, hex; the same text again changes nothing. For the manifests that runs name by digest. */
  keepText(text: string): string;
  /** The text of this digest; null when it was never kept. */
  text(digest: string): string | null;
  ledger(): Iterable<LedgerEntry>;
  /** Every stored run and record with the digest of what is stored now, computed anew, for comparing with the ledger. */
  documents(): Iterable<DocumentDigest>;
  close(): void;
}
