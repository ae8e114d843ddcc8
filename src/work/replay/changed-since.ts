import type { Journal } from "../../ports/journal.ts";
import type { InputRow, ModelClient } from "../../ports/serving.ts";
import { callAt, type CallPlan } from "./call-plan.ts";
import { rowsToSend } from "./rows-to-send.ts";
import { sameAnswers } from "./same-answers.ts";
import { type PerSide, type Side, sides } from "./side.ts";

/** Answers per side that are asked again before a replay is continued: a model exchanged meanwhile hardly answers all of them as before. */
export const RECHECKED_CALLS = 20;

export interface ChangedRequest {
  readonly journal: Journal;
  readonly plan: CallPlan;
  readonly rows: readonly InputRow[];
  readonly sides: PerSide<ModelClient>;
  readonly signal: AbortSignal;
}

/**
 * Whether a side has changed since an earlier process was answered: some of those calls are asked again and held against the journal, bit for
 * bit. Two models in one recording would make a verdict about neither. A side that answers at random has always changed, and is asked anew.
 */
export const changedSince = async ({ journal, plan, rows, sides: clients, signal }: ChangedRequest): Promise<Side | null> => {
  const left: Record<Side, number> = { reference: RECHECKED_CALLS, candidate: RECHECKED_CALLS };
  for (const entry of journal.entries()) {
    const call = callAt(plan, entry.call);
    const client = clients[call.side];
    if (client === undefined || call.phase !== "main" || entry.errorCode !== null || left[call.side] === 0) continue;
    left[call.side] -= 1;
    const now = await client.predict(rowsToSend(call, rows, plan.seed), signal).catch(() => null);
    signal.throwIfAborted();
    // No answer says nothing of the model; the replay itself finds out whether anybody is there.
    if (now !== null && !sameAnswers(now.rows, entry.rows)) return call.side;
    if (sides.every((side) => clients[side] === undefined || left[side] === 0)) break;
  }
  return null;
};
