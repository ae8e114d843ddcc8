import type { KeyObject } from "node:crypto";
import type { LedgerEntry } from "../../core/domain/ledger-entry.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { type EnteredCheckpoint, signCheckpoint } from "../../core/evidence/checkpoint.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { verifyChain } from "../../core/ledger/verify-chain.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** Signs the ledger's head and enters that, once the chain up to it was verified. LS503 when it does not verify, LS502 when there is nothing to sign. */
export const enterCheckpoint = (store: RunStore, key: KeyObject, { by, now }: { readonly by: string; readonly now: number }): { readonly checkpoint: EnteredCheckpoint; readonly entry: LedgerEntry } => {
  const chain = verifyChain(store.ledger());
  if (chain.problem !== null) throw new LockstepError("LS503", { message: `the ledger does not verify: ${chain.problem.what}`, place: `entry ${chain.problem.sequence}` });
  if (chain.entries === 0) throw new LockstepError("LS502", { message: "the ledger is empty: there is no head to sign" });
  const checkpoint = signCheckpoint({ sequence: chain.entries, hash: chain.head }, new Date(now).toISOString(), key);
  const entry = store.enter({ kind: "checkpoint", subject: `${chain.entries} at ${checkpoint.at}`, payload: checkpoint as unknown as CanonicalValue }, by);
  return { checkpoint, entry };
};
