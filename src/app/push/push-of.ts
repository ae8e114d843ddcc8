import { PushReceipt } from "../../core/domain/push-receipt.ts";
import type { Run } from "../../core/domain/run.ts";
import type { Pushed } from "../../core/governance/uncounted-push.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { RunStore } from "../../ports/run-store.ts";

export type PushStore = Pick<RunStore, "records" | "document" | "ledger">;

/** Under what the receipt of a pushed document is entered; `signed`: where a signature came after it. */
export const receiptSubject = (run: string, digest: string, signed = false): string => `${run}/${digest.slice(0, 16)}${signed ? "/signed" : ""}`;

/** Who sent a run, and whose key vouched for it, as it was entered when it came; null for a run that was made at this store. What an older Lockstep received is known by the token that entered it. */
export const pushOf = (store: PushStore, { id }: Pick<Run, "id">): Pushed | null => {
  const text = store.document("run", id);
  if (text === null) return null;
  const digest = sha256(text);
  const receipt = receiptAt(store, receiptSubject(id, digest, true)) ?? receiptAt(store, receiptSubject(id, digest));
  if (receipt !== null) return { by: receipt.by, key: receipt.key?.name ?? null };
  for (const { kind, subject, actor } of store.ledger()) if (kind === "run" && subject === id) return actor.startsWith("token ") ? { by: actor, key: null } : null;
  return null;
};

const receiptAt = (store: PushStore, subject: string): PushReceipt | null => {
  const text = store.document("push", subject);
  return text === null ? null : (PushReceipt.safeParse(JSON.parse(text)).data ?? null);
};
