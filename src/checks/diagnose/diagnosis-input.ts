import type { OutputComparison } from "../../core/domain/comparison.ts";
import type { FeatureRelation, PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { ErrorSummary, ReplicaComparison, Run, SelfComparison } from "../../core/domain/run.ts";

/** All that a disagreement can be diagnosed from; what was not measured is null or empty. */
export interface DiagnosisInput {
  readonly reference: PredictionRelation;
  readonly candidate: PredictionRelation;
  /** The candidate asked the same rows a second time. */
  readonly candidateRepeat: PredictionRelation | null;
  readonly referenceRepeat: PredictionRelation | null;
  readonly comparisons: readonly OutputComparison[];
  /** Each environment against itself: repeats, batches, order, concurrency. */
  readonly noise: readonly SelfComparison[];
  readonly replicas: readonly ReplicaComparison[];
  readonly features: FeatureRelation | null;
  readonly latencyRatios: Run["latencyRatios"];
  readonly errors: readonly ErrorSummary[];
  /** The decision threshold people agreed on, when they did. */
  readonly threshold: number | null;
  /** Whether `position` follows the order in which the rows were made or asked. */
  readonly ordered: boolean;
}
