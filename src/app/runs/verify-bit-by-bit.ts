import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import { genesisHash } from "../../core/ledger/seal-entry.ts";
import { type LedgerProblem, verifyChain } from "../../core/ledger/verify-chain.ts";
import { verifyDocuments } from "../../core/ledger/verify-documents.ts";
import type { Catalogue } from "../../ports/catalogue.ts";

/** What is known of a ledger up to an entry. */
export interface VerifiedLedger {
  readonly ok: boolean;
  readonly entries: number;
  readonly head: string;
  readonly problem: LedgerProblem | null;
}

export const nothingVerified: VerifiedLedger = { ok: true, entries: 0, head: genesisHash, problem: null };

const entriesAtOnce = 200;

/**
 * Verifies what stands behind `known`: that every entry follows the one before, is what was sealed, and that its document is there unchanged. Lets others go on after at most
 * some milliseconds (`pause`, called after each document). With `strays`, also that nothing is in the store that was never entered.
 */
export const verifyBitByBit = async (catalogue: Catalogue, known: VerifiedLedger, pause: () => Promise<void>, strays: boolean): Promise<VerifiedLedger> => {
  let verified = known;
  for (;;) {
    const entries = catalogue.entriesAfter(verified.entries, entriesAtOnce);
    for (const entry of entries) {
      const problem = wrongWith(catalogue, entry, verified);
      if (problem !== null) return { ...verified, ok: false, problem };
      verified = { ok: true, entries: entry.sequence, head: entry.hash, problem: null };
      await pause();
    }
    if (entries.length < entriesAtOnce) break;
  }
  if (verified.entries > 0 && catalogue.entriesAfter(verified.entries - 1, 1)[0]?.hash !== verified.head) {
    return { ...verified, ok: false, problem: { sequence: verified.entries, what: `entry ${verified.entries}, which was verified before, is no longer what it was` } };
  }
  return strays ? withoutStrays(catalogue, verified, pause) : verified;
};

const wrongWith = (catalogue: Catalogue, entry: LedgerEntry, before: VerifiedLedger): LedgerProblem | null => {
  const link = verifyChain([entry], { after: { sequence: before.entries, hash: before.head } }).problem;
  if (link !== null) return link;
  const digest = catalogue.digest(entry.kind, entry.subject);
  return verifyDocuments([entry], digest === null ? [] : [{ kind: entry.kind, subject: entry.subject, digest }]);
};

const withoutStrays = async (catalogue: Catalogue, verified: VerifiedLedger, pause: () => Promise<void>): Promise<VerifiedLedger> => {
  for (const each of ["runs", "records"] as const) {
    for (let after: readonly [string, string] | null = null; ;) {
      const some = catalogue.entered(each, after, entriesAtOnce);
      const stray = some.find(({ entered }) => !entered);
      if (stray !== undefined) return { ...verified, ok: false, problem: { sequence: verified.entries + 1, what: `${stray.kind} ${stray.subject} is in the store but was never entered into the ledger` } };
      const last = some.at(-1);
      if (last === undefined || some.length < entriesAtOnce) break;
      after = [last.kind, last.subject];
      await pause();
    }
  }
  return verified;
};
