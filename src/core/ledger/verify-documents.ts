import type { LedgerEntry, LedgerKind } from "../domain/ledger-entry.ts";
import type { LedgerProblem } from "./verify-chain.ts";

/** A stored run or record and the digest of what is stored now. */
export interface DocumentDigest {
  readonly kind: LedgerKind;
  /** Unique within its kind: a run's id, `risk/v3`. */
  readonly subject: string;
  readonly digest: string;
}

/** What retention took away: entered at `sequence`, with the digest that the document had. */
export interface RetiredDocument extends DocumentDigest {
  readonly sequence: number;
}

/**
 * Compares the documents with what the ledger sealed of them: each run and record must still be there, unchanged, or be one that a later entry of retention took away
 * under the same digest; and none may be there that was never entered. Null when all agree; the first disagreement by sequence otherwise.
 */
export const verifyDocuments = (entries: Iterable<LedgerEntry>, documents: Iterable<DocumentDigest>, retired: Iterable<RetiredDocument> = []): LedgerProblem | null => {
  const taken = new Map<string, RetiredDocument>();
  for (const each of retired) taken.set(nameOf(each), each);
  const stored = new Map<string, DocumentDigest>();
  for (const document of documents) stored.set(nameOf(document), document);
  let last = 0;
  for (const entry of entries) {
    last = entry.sequence;
    const name = nameOf(entry);
    const digest = stored.get(name)?.digest;
    const gone = taken.get(name);
    if (digest === undefined && gone !== undefined && gone.digest === entry.payloadDigest && gone.sequence > entry.sequence) continue;
    if (digest === undefined) return { sequence: entry.sequence, what: `${name} is in the ledger but no longer in the store` };
    if (digest !== entry.payloadDigest) return { sequence: entry.sequence, what: `${name} was changed after it was sealed: its digest is ${digest}, the ledger holds ${entry.payloadDigest}` };
    stored.delete(name);
  }
  const [stray] = stored.keys();
  return stray === undefined ? null : { sequence: last + 1, what: `${stray} is in the store but was never entered into the ledger` };
};

/** A kind has no space, so no two documents have one name. */
const nameOf = ({ kind, subject }: { readonly kind: LedgerKind; readonly subject: string }): string => `${kind} ${subject}`;
