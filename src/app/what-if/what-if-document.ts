import type { Interval } from "../../core/domain/interval.ts";
import type { SeriesJudgement } from "../../core/domain/validation.ts";
import type { WhatIfChange } from "../../core/what-if/what-if-change.ts";

/** An offline estimate, as it is told here. */
export interface ToldEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly interval: Interval;
  readonly n: number;
  readonly method: string;
}

export type ToldJudgement = Pick<SeriesJudgement, "verdict" | "unit" | "units" | "rows" | "labelled" | "corridor" | "estimate" | "interval" | "since" | "reason">;

/** What `lockstep what-if` writes as JSON: an exercise, and no evidence. It enters neither the store nor the ledger. */
export interface WhatIfDocument {
  readonly kind: "what-if";
  /** Of the tool. */
  readonly version: string;
  readonly model: string;
  readonly hypothesis: string;
  readonly claim: string;
  readonly metric: string;
  readonly unit: string;
  readonly change: WhatIfChange;
  readonly changeInWords: string;
  /** What has to be true for the answer to be. */
  readonly assumptions: readonly string[];
  readonly offline: { readonly before: ToldEstimate; readonly after: ToldEstimate };
  /** Production over all of its history, before and after; `after` null where the change says nothing of production. */
  readonly judged: { readonly before: ToldJudgement; readonly after: ToldJudgement | null } | null;
  /** Rows that were asked again; null where nobody was asked. */
  readonly asked: { readonly address: string; readonly rows: number; readonly moved: number } | null;
  readonly sentence: string;
}
