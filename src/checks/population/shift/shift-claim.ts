import type { Interval } from "../../../core/domain/interval.ts";
import type { PopulationMargins } from "../../../core/judge/population-settings.ts";

/** One thing about a column that can fail, and how it came out. */
export interface ShiftClaim {
  readonly claim: "distance" | "missing" | "unseen";
  readonly measure: string;
  readonly unit: string;
  readonly margin: number;
  /** Under which name people could have agreed on it. */
  readonly marginName: keyof PopulationMargins;
  readonly verdict: "pass" | "fail" | "inconclusive";
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly reason: string;
  /** Rows more, on either side, that would decide it; null where that is no question of rows. */
  readonly needed: number | null;
}

/** Rows of both sides that stand behind a claim: as counted, and as many independent ones as say the same. */
export interface RowsBehind {
  readonly reference: number;
  readonly candidate: number;
  readonly effectiveReference: number;
  readonly effectiveCandidate: number;
  /** Why the claim must stay open whatever the numbers; null where rows can be counted on. */
  readonly refused: string | null;
}

/** Fewer rows than this on a side say nothing about a distribution. */
export const fewestRows = 30;
