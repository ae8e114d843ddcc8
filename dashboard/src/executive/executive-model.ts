import type { Decision } from "../../../src/core/domain/decision.ts";
import type { Verdict } from "../../../src/core/domain/verdict.ts";

/** A model in the one line that somebody reads who has no time. */
export interface ExecutiveModel {
  readonly model: string;
  readonly environment: string;
  readonly verdict: Verdict;
  readonly sentence: string;
  /** Since when it has not been well. */
  readonly since: string | null;
  readonly decision: Decision["action"];
  readonly run: string;
  /** What a day of it costs, in each unit that was agreed. */
  readonly cost: readonly { readonly perDay: number; readonly unit: string }[];
  /** What waits for whom; null when nothing does. */
  readonly waits: { readonly what: string; readonly who: string | null; readonly href: string } | null;
}
