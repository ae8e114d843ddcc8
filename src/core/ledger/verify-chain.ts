import type { LedgerEntry } from "../domain/ledger-entry.ts";
import { entryHash, genesisHash } from "./seal-entry.ts";

/** Where the record stops being true, and in which way. */
export interface LedgerProblem {
  /** The entry that is wrong, or that is missing. */
  readonly sequence: number;
  readonly what: string;
}

export interface ChainReport {
  readonly ok: boolean;
  /** Entries up to the first problem. */
  readonly entries: number;
  /** Hash of the last good entry; the genesis hash when there is none. */
  readonly head: string;
  readonly problem: LedgerProblem | null;
}

/**
 * Walks the chain from its beginning and stops at the first entry that is not what was sealed: a changed byte, a dropped,
 * added or reordered entry. A tail that was cut leaves a chain that is sound in itself, so it shows only against a head that
 * was noted elsewhere: pass it as `head` (in full, or its first digits); it must be the hash of one of the entries.
 * Someone who rewrites an entry and everything behind it is found in the same way.
 * Where the beginning was verified before, `after` is the last entry of it.
 */
export const verifyChain = (entries: Iterable<LedgerEntry>, options: { readonly head?: string; readonly after?: Pick<LedgerEntry, "sequence" | "hash"> } = {}): ChainReport => {
  let previous = options.after ?? { sequence: 0, hash: genesisHash };
  let headSeen = options.head === undefined || options.head === genesisHash;
  for (const entry of entries) {
    const what = wrongWith(entry, previous);
    if (what !== null) return { ok: false, entries: previous.sequence, head: previous.hash, problem: { sequence: previous.sequence + 1, what } };
    previous = { sequence: entry.sequence, hash: entry.hash };
    if (options.head !== undefined && entry.hash.startsWith(options.head)) headSeen = true;
  }
  const problem: LedgerProblem | null = headSeen
    ? null
    : { sequence: previous.sequence + 1, what: `the head ${options.head} is not in this ledger of ${count(previous.sequence)}: entries were cut off its end, it was written anew, or the head is another ledger's` };
  return { ok: headSeen, entries: previous.sequence, head: previous.hash, problem };
};

const wrongWith = (entry: LedgerEntry, previous: { readonly sequence: number; readonly hash: string }): string | null => {
  const expected = previous.sequence + 1;
  if (entry.sequence !== expected) return `entry ${expected} is missing or out of order: ${entry.sequence} stands in its place`;
  if (entry.previousHash !== previous.hash) return expected === 1 ? "entry 1 does not begin the chain" : `entry ${expected} does not follow entry ${previous.sequence}: one of the two was changed, or another stood between them`;
  if (entry.hash !== entryHash(entry)) return `entry ${expected} (${entry.kind} ${entry.subject}) is not what was sealed: a field of it was changed`;
  return null;
};

const count = (entries: number): string => (entries === 1 ? "1 entry" : `${entries} entries`);
