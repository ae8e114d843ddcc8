import { type ChainReport, verifyChain } from "../core/ledger/verify-chain.ts";
import { verifyDocuments } from "../core/ledger/verify-documents.ts";
import type { RunStore } from "../ports/run-store.ts";

/** The chain, a head noted elsewhere when there is one, and every stored run and record against what the ledger sealed of it. */
export const verifyLedger = (store: RunStore, head: string | undefined): ChainReport => {
  const entries = [...store.ledger()];
  const chain = verifyChain(entries, head === undefined ? {} : { head });
  if (!chain.ok) return chain;
  const problem = verifyDocuments(entries, store.documents());
  return problem === null ? chain : { ok: false, entries: problem.sequence - 1, head: entries[problem.sequence - 2]?.hash ?? chain.head, problem };
};
