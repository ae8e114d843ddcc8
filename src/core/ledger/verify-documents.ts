import type { LedgerEntry } from "../domain/ledger-entry.ts";
import type { LedgerProblem } from "./verify-chain.ts";

/** A stored document and the digest of what is stored now. */
export interface DocumentDigest {
  readonly id: string;
  readonly digest: string;
}

/**
 * Compares the documents with what the ledger sealed of them: each run must still be there, unchanged, and none may be there
 * that was never entered. Null when all agree; the first disagreement by sequence otherwise.
 */
export const verifyDocuments = (entries: Iterable<LedgerEntry>, documents: Iterable<DocumentDigest>): LedgerProblem | null => {
  const digests = new Map<string, string>();
  for (const { id, digest } of documents) digests.set(id, digest);
  let last = 0;
  for (const entry of entries) {
    last = entry.sequence;
    const digest = digests.get(entry.subject);
    if (digest === undefined) return { sequence: entry.sequence, what: `run ${entry.subject} is in the ledger but no longer in the store` };
    if (digest !== entry.payloadDigest) return { sequence: entry.sequence, what: `run ${entry.subject} was changed after it was sealed: its digest is ${digest}, the ledger holds ${entry.payloadDigest}` };
    digests.delete(entry.subject);
  }
  const [stray] = digests.keys();
  return stray === undefined ? null : { sequence: last + 1, what: `run ${stray} is in the store but was never entered into the ledger` };
};
