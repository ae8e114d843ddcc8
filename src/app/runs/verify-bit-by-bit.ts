import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import type { Page } from "../../core/domain/page.ts";
import { wrongWithCheckpoint } from "../../core/evidence/checkpoint.ts";
import { retiredIn } from "../../core/evidence/retired-in.ts";
import { genesisHash } from "../../core/ledger/seal-entry.ts";
import { type LedgerProblem, verifyChain } from "../../core/ledger/verify-chain.ts";
import { type RetiredDocument, verifyDocuments } from "../../core/ledger/verify-documents.ts";
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
  const retired = retiredOnce(catalogue);
  for (;;) {
    const entries = catalogue.entriesAfter(verified.entries, entriesAtOnce);
    for (const entry of entries) {
      const problem = wrongWith(catalogue, entry, verified, retired);
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

const wrongWith = (catalogue: Catalogue, entry: LedgerEntry, before: VerifiedLedger, retired: () => readonly RetiredDocument[]): LedgerProblem | null => {
  const link = verifyChain([entry], { after: { sequence: before.entries, hash: before.head } }).problem;
  if (link !== null) return link;
  const digest = catalogue.digest(entry.kind, entry.subject);
  const document = verifyDocuments([entry], digest === null ? [] : [{ kind: entry.kind, subject: entry.subject, digest }], digest === null ? retired() : []);
  if (document !== null || entry.kind !== "checkpoint") return document;
  const what = wrongWithCheckpoint(catalogue.record("checkpoint", entry.subject), entry.sequence, (sequence) => catalogue.entriesAfter(sequence - 1, 1)[0]?.hash);
  return what === null ? null : { sequence: entry.sequence, what: `checkpoint ${entry.subject} does not hold: ${what}` };
};

/** What retention took away, read once it is asked for: when a document is not there. */
const retiredOnce = (catalogue: Catalogue): (() => readonly RetiredDocument[]) => {
  let known: readonly RetiredDocument[] | null = null;
  return () => {
    if (known !== null) return known;
    const found: RetiredDocument[] = [];
    for (let after: string | null = null; ;) {
      const page: Page<LedgerEntry> = catalogue.ledger({ kind: "retention", limit: entriesAtOnce, after });
      // One that was changed names nothing; the change itself is found where its own entry is verified.
      found.push(...retiredIn(page.items.filter((entry) => catalogue.digest(entry.kind, entry.subject) === entry.payloadDigest).map((entry) => ({ entry, payload: catalogue.record(entry.kind, entry.subject) }))));
      if (page.next === null) break;
      after = page.next;
    }
    known = found;
    return found;
  };
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
