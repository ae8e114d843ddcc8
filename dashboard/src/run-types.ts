/** All that the viewer knows of Lockstep's data: the types of a run. */
export type { Agreement } from "../../src/core/domain/agreement.ts";
export type { OutputComparison, WorstPair } from "../../src/core/domain/comparison.ts";
export type { EnvironmentRecord } from "../../src/core/domain/environment.ts";
export type { Finding } from "../../src/core/domain/finding.ts";
export type { Interval } from "../../src/core/domain/interval.ts";
export type { Pattern } from "../../src/core/domain/pattern.ts";
export type { LatencySummary, MetricComparison, Run, SegmentComparison, SelfComparison } from "../../src/core/domain/run.ts";
export type { ReliabilityCurve } from "../../src/core/domain/reliability-curve.ts";
export type { StageComparison, StageTrace } from "../../src/core/domain/stage.ts";
export type { ShownDifference } from "../../src/report/environment/shown-difference.ts";
export type { ShownEnvironments } from "../../src/report/html/cut-run.ts";
export type { ColumnShift, CorrelationShift, FairnessResult, PopulationMetric, PopulationSide } from "../../src/core/domain/population-comparison.ts";
export type { QualityResult } from "../../src/core/domain/quality.ts";
export type { ShownPopulation } from "../../src/report/html/cut-population.ts";
export type { Verdict } from "../../src/core/domain/verdict.ts";
export type { OfflineEstimate } from "../../src/core/domain/offline-estimate.ts";
export type { Explanation, FeatureStability, HypothesisResult, SeriesJudgement, Validation } from "../../src/core/domain/validation.ts";
export type { ShownHypothesis, ShownValidation } from "../../src/report/html/cut-validation.ts";
