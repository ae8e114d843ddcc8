import type { RunStore } from "../../ports/run-store.ts";

/** What retention took away, or would. */
export interface RetentionOutcome {
  /** Runs that are older than they are kept, by why they stay or that they go. */
  readonly removed: readonly { readonly run: string; readonly model: string | null; readonly startedAt: string; readonly digest: string }[];
  readonly kept: readonly { readonly run: string; readonly why: string }[];
  /** Runs that started before this are old. */
  readonly before: string;
  /** What the law may ask beyond what was agreed; null where nothing. */
  readonly warning: string | null;
  /** The ledger's entries of it; empty in a dry run, and where nothing was removed. */
  readonly entries: readonly string[];
}

/** What retention works with: the store and its folder (absolute), how long runs are kept, in milliseconds. */
export interface RetentionWorld {
  readonly store: RunStore;
  readonly folder: string;
  readonly keepMs: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly actor: string;
}

/** Removes what is older than agreed and what nothing holds, with its entry in the ledger; `dryRun` only says what it would. */
export const applyRetention = (_world: RetentionWorld, _options: { readonly dryRun: boolean }): Promise<RetentionOutcome> => Promise.reject(new Error("not yet"));
