import type { OutputComparison } from "../../core/domain/comparison.ts";
import type { DType } from "../../core/domain/dtype.ts";
import type { Engine } from "../../ports/engine.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import type { PairFacts } from "./pair-facts.ts";

/** A feature beside the pairs: its name for people and its column in the pairs table. */
export interface FeatureColumn {
  readonly name: string;
  readonly column: string;
  readonly dtype: DType;
}

/**
 * One output of both environments, laid out for the searches. The pairs table has the columns `key`, `position`, `replica` (the
 * candidate's), `class`, `outside`, `a` and `b` (reference and candidate as DOUBLE; null where there is no number), `a_text` and
 * `b_text`, `a2` and `b2` with `b2_outside` (the repeats), and `f0`, `f1` … (the features).
 */
export interface OutputScope {
  readonly engine: Engine;
  readonly input: DiagnosisInput;
  readonly comparison: OutputComparison;
  readonly table: string;
  readonly features: readonly FeatureColumn[];
  /** Share of all pairs that the table holds; 1 unless there were too many. */
  readonly facts: PairFacts;
}

/** Both sides hold numbers that may be subtracted. */
export const isScore = (scope: OutputScope): boolean => scope.comparison.role === "score" && scope.facts.finite > 0;
