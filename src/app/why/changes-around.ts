import type { ConcurrentChange } from "../../core/domain/validation.ts";
import type { RunStore } from "../../ports/run-store.ts";

export interface ChangesQuestion {
  readonly model: string;
  readonly environment: string;
  /** When production is most likely to have left the corridor: ISO instant or local date. */
  readonly onset: string;
  readonly daysBefore: number;
  readonly daysAfter: number;
}

/** What else changed at that time, as stored runs and the ledger know it, nearest to the onset first. */
export const changesAround = (_store: RunStore, _question: ChangesQuestion): ConcurrentChange[] => [];
