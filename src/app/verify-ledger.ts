import type { LedgerEntry, LedgerKind } from "../core/domain/ledger-entry.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import { wrongWithCheckpoint } from "../core/evidence/checkpoint.ts";
import { retiredIn } from "../core/evidence/retired-in.ts";
import { type ChainReport, type LedgerProblem, verifyChain } from "../core/ledger/verify-chain.ts";
import { verifyDocuments } from "../core/ledger/verify-documents.ts";
import type { RunStore } from "../ports/run-store.ts";

/**
 * The chain, a head noted elsewhere when there is one, and every stored run and record against what the ledger sealed of it: what is not there any more must be named by
 * retention, and every checkpoint must be a head of this very chain, signed.
 */
export const verifyLedger = (store: RunStore, head: string | undefined): ChainReport => {
  const entries = [...store.ledger()];
  const chain = verifyChain(entries, head === undefined ? {} : { head });
  if (!chain.ok) return chain;
  const problem = verifyDocuments(entries, store.documents(), retiredIn(payloadsOf(store, entries, "retention"))) ?? wrongCheckpoint(store, entries);
  return problem === null ? chain : { ok: false, entries: problem.sequence - 1, head: entries[problem.sequence - 2]?.hash ?? chain.head, problem };
};

const payloadsOf = (store: RunStore, entries: readonly LedgerEntry[], kind: LedgerKind): { readonly entry: LedgerEntry; readonly payload: unknown }[] => {
  if (!entries.some((entry) => entry.kind === kind)) return [];
  try {
    const payloads = new Map(store.records(kind).map(({ subject, payload }) => [subject, payload]));
    return entries.filter((entry) => entry.kind === kind).map((entry) => ({ entry, payload: payloads.get(entry.subject) }));
  } catch (cause) {
    // One that was changed is found, and named, among the documents.
    if (cause instanceof LockstepError && cause.code === "LS503") return [];
    throw cause;
  }
};

const wrongCheckpoint = (store: RunStore, entries: readonly LedgerEntry[]): LedgerProblem | null => {
  for (const { entry, payload } of payloadsOf(store, entries, "checkpoint")) {
    const what = wrongWithCheckpoint(payload, entry.sequence, (sequence) => entries[sequence - 1]?.hash);
    if (what !== null) return { sequence: entry.sequence, what: `checkpoint ${entry.subject} does not hold: ${what}` };
  }
  return null;
};
