import type { OutputComparison } from "../../core/domain/comparison.ts";
import type { Engine } from "../../ports/engine.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import type { FeatureColumn } from "./feature-column.ts";
import type { MarkedConditions } from "./marked-conditions.ts";
import type { PairFacts } from "./pair-facts.ts";

/**
 * One output of both environments, laid out for the searches. The pairs table has the columns `key`, `position`, `replica` (the
 * candidate's), `class`, `outside`, `a` and `b` (reference and candidate as DOUBLE; null where there is no number), `a_text` and
 * `b_text`, `class2`, `b2` and `b2_text` (the candidate asked again), `wavers` (the candidate's two answers
 * are outside tolerance of one another), `aside` (explained already), and `f0`, `f1` … (the features).
 */
export interface OutputScope {
  readonly engine: Engine;
  readonly input: DiagnosisInput;
  readonly comparison: OutputComparison;
  readonly table: string;
  readonly features: readonly FeatureColumn[];
  readonly facts: PairFacts;
  /** Conditions by which rows may be singled out; found once, for all outputs have the same rows. */
  readonly conditions: () => Promise<MarkedConditions>;
}

/** Both sides hold numbers that may be subtracted. */
export const isScore = (scope: OutputScope): boolean => scope.comparison.role === "score" && scope.facts.finite > 0;
