import type { PopulationRelation } from "../../core/domain/population.ts";
import type { QualityResult, QualityRule } from "../../core/domain/quality.ts";
import type { Engine } from "../../ports/engine.ts";

/** What a contract is held against besides the rows. */
export interface QualityContext {
  /** The side's name, as findings tell it. */
  readonly environment: string;
  /** ISO 8601; freshness is told from it. */
  readonly now: string;
  /** Of the data, as the side states it. */
  readonly digest: string | null;
  /** Where the data came from. */
  readonly sources: readonly string[];
  readonly signal?: AbortSignal;
  /** Rules that have been asked, of all. */
  readonly progress?: (done: number, total: number) => void;
}

/** What was counted for one rule, before it is judged. */
export interface CountedRule {
  readonly rule: QualityRule;
  /** Rows of the side. */
  readonly rows: number;
  /** Rows, or values, that could be held against the rule. */
  readonly held: number;
  readonly broken: number;
  /** Seconds since 1970 UTC of the first row that breaks it. */
  readonly since: number | null;
  readonly examples: QualityResult["examples"];
  /** What there is to say beside the count. */
  readonly detail: string | null;
  /** Where the rule itself decides, and not a count: whether it holds; null where that cannot be told. */
  readonly holds?: boolean | null;
}

/** A rule that could not be asked, and why. */
export interface UnaskableRule {
  readonly rule: QualityRule;
  readonly why: string;
}

/** What a rule about the whole is asked with. */
export interface WholeAsked {
  readonly engine: Engine;
  readonly relation: PopulationRelation;
  /** Rows of the side. */
  readonly rows: number;
  /** Columns whose values are never shown. */
  readonly hidden: ReadonlySet<string>;
  readonly context: QualityContext;
}

/** As many of the first broken rows as are shown. */
export const mostExamples = 5;
