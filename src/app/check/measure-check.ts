import { compareRelations } from "../../checks/parity/compare/compare-relations.ts";
import { compareReplicas } from "../../checks/parity/compare/compare-replicas.ts";
import { compareSegments } from "../../checks/parity/compare/compare-segments.ts";
import type { OutputSpec } from "../../checks/parity/compare/output-spec.ts";
import { withDerivedDecisions } from "../../checks/parity/decision/derived-decisions.ts";
import { findPatterns } from "../../checks/diagnose/find-patterns.ts";
import { judgeSegments } from "../../checks/parity/findings/segment-findings.ts";
import { compareMetrics } from "../../checks/parity/labels/compare-metrics.ts";
import type { SkippedMetric } from "../../checks/parity/labels/metrics-result.ts";
import { latencyRatios } from "../../checks/parity/latency/latency-ratios.ts";
import { summariseErrors } from "../../checks/parity/latency/summarise-errors.ts";
import { summariseLatency } from "../../checks/parity/latency/summarise-latency.ts";
import { requestsSql } from "../../checks/parity/recording/recording-relation.ts";
import { inspectOutputs } from "../../checks/parity/relation/inspect-outputs.ts";
import { countRepeats } from "../../checks/parity/self/count-repeats.ts";
import type { FeatureRelation, PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { ReplicaComparison, Run, SelfComparison } from "../../core/domain/run.ts";
import { allowedOutsideShare } from "../../core/judge/defaults.ts";
import type { RepeatCounts } from "../../core/judge/judge-share.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import type { SkippedArm } from "../../work/replay/call-plan.ts";
import type { Side } from "../../work/replay/side.ts";
import type { CheckOptions } from "./check-options.ts";
import { chooseSegments } from "./choose-segments.ts";
import { decisionsFor, decisionSpecs, exactSpecs, withTolerances } from "./choose-tolerances.ts";
import { compareArms, readArms, type SideArms, skippedArms } from "./compare-arms.ts";
import type { PredictionSides } from "./prediction-sides.ts";
import { requireLabel } from "./require-label.ts";

export interface MeasureRequest {
  readonly engine: Engine;
  readonly predictions: PredictionSides;
  readonly features: FeatureRelation | null;
  readonly skipped: readonly SkippedArm[];
  readonly options: CheckOptions;
  readonly progress: ProgressListener;
  readonly signal: AbortSignal;
}

export interface Measurements extends Pick<Run, "coverage" | "outputs" | "noise" | "replicas" | "segments" | "metrics" | "reliability" | "latency" | "latencyRatios" | "errors" | "patterns" | "worst"> {
  readonly repeats: ReadonlyMap<string, RepeatCounts>;
  readonly segmentColumns: readonly string[];
  /** Metrics that the labels do not allow, and why. */
  readonly notes: readonly string[];
}

/** Worst pairs kept per output: enough to see what they have in common, few enough for any report. */
const worstPerOutput = 10;

/** Everything that can be read from two sides' predictions, before anything is judged. */
export const measureCheck = async (request: MeasureRequest): Promise<Measurements> => {
  const { engine, options, features, progress, signal } = request;
  const profiles = await inspectOutputs(engine, request.predictions.reference, request.predictions.candidate, request.predictions.outputs);
  const decisions = decisionsFor(profiles, options);
  const reference = withDerivedDecisions(engine.dialect, request.predictions.reference, decisions);
  const candidate = withDerivedDecisions(engine.dialect, request.predictions.candidate, decisions);
  const names: Record<Side, string> = { reference: reference.environment, candidate: candidate.environment };

  const arms = await readArms(engine, request.predictions.recordings, decisions);
  const unagreed = await compareArms(engine, arms.filter(({ side }) => side === "reference"), exactSpecs(profiles), ["repeat", "rounded"]);
  const specs: OutputSpec[] = [...withTolerances(profiles, unagreed, options), ...decisionSpecs(decisions)];
  const noise = [...(await compareArms(engine, arms, specs, ["repeat", "batch", "serial", "shuffled", "rounded"])), ...skippedArms(request.skipped, names)];

  const pair = { reference, candidate, outputs: specs, signal };
  progress({ kind: "step", step: "comparing", detail: `${specs.length} outputs` });
  const compared = await compareRelations(engine, { ...pair, allowedShare: options.maxOutside ?? allowedOutsideShare, worstPerOutput }, progress);
  const repeats = await repeatCounts(request, arms, specs, noise, { reference, candidate });
  const replicas = await replicaCounts(engine, pair, arms, names.candidate);
  const segmentColumns = await chooseSegments(engine, features, options);
  const segments = features === null || segmentColumns.length === 0 ? [] : judgeSegments(
    (await compareSegments(engine, pair, features, segmentColumns)).map(({ column, value, output, pairs, outside }) => ({ segment: `${column} = ${value ?? "(missing)"}`, output, pairs, outside })),
    options.maxOutside ?? allowedOutsideShare,
  );
  requireLabel(features, options.label);
  const labels = options.label === null || features === null ? null : await compareMetrics(engine, {
    reference, candidate, features, label: options.label, outputs: specs.map(({ output, role }) => ({ name: output, role })), threshold: options.threshold,
  }, signal);
  const timing = await measureRequests(engine, request.predictions);
  const patterns = await findPatterns(engine, {
    reference, candidate,
    referenceRepeat: repeatOf(arms, "reference"), candidateRepeat: repeatOf(arms, "candidate"),
    comparisons: compared.outputs, noise, replicas, features: withoutLabel(features, options.label), latencyRatios: timing.latencyRatios, errors: timing.errors, threshold: options.threshold, ordered: true,
  });
  return {
    coverage: compared.coverage, outputs: [...compared.outputs], worst: [...compared.worst], noise, replicas, segments, segmentColumns,
    metrics: labels?.metrics ?? [], reliability: labels?.reliability ?? [], ...timing, patterns, repeats,
    notes: skippedNotes(labels?.skipped ?? []),
  };
};

/** One sentence per reason and output, not per metric. */
const skippedNotes = (skipped: readonly SkippedMetric[]): string[] =>
  [...Map.groupBy(skipped, ({ output, why }) => `of ${output} left out: ${why}`)].map(([rest, metrics]) => `${listOf(metrics.map(({ metric }) => metric))} ${rest}`);

/** What the label says of a row is no cause of how it was answered. */
const withoutLabel = (features: FeatureRelation | null, label: string | null): FeatureRelation | null =>
  features === null ? null : { ...features, features: features.features.filter(({ name }) => name !== label) };

const repeatOf = (arms: readonly SideArms[], side: Side): PredictionRelation | null => arms.find((each) => each.side === side)?.arms.find(({ arm }) => arm === "repeat")?.changed ?? null;

/** Paired counts where the reference disagrees with itself; where it does not, its repeats are steady by what was measured. */
const repeatCounts = async ({ engine }: MeasureRequest, arms: readonly SideArms[], specs: readonly OutputSpec[], noise: readonly SelfComparison[], sides: { readonly reference: PredictionRelation; readonly candidate: PredictionRelation }): Promise<Map<string, RepeatCounts>> => {
  const referenceRepeat = repeatOf(arms, "reference");
  const counts = new Map<string, RepeatCounts>();
  if (referenceRepeat === null) return counts;
  for (const spec of specs) {
    const self = noise.find(({ environment, arm, output, skipped }) => environment === sides.reference.environment && arm === "repeat" && output === spec.output && skipped === null);
    if (self === undefined) continue;
    counts.set(spec.output, self.outside === 0 ? { pairs: self.pairs, onlyCandidate: 0, onlyRepeat: 0, both: 0 } : await countRepeats(engine, { ...sides, referenceRepeat }, spec));
  }
  return counts;
};

/** Per replica of the candidate, when its answers name more than none. */
const replicaCounts = async (engine: Engine, pair: Parameters<typeof compareReplicas>[1], arms: readonly SideArms[], environment: string): Promise<ReplicaComparison[]> => {
  if (!arms.some(({ side }) => side === "candidate")) return [];
  const counts = await compareReplicas(engine, pair);
  return counts.flatMap(({ replica, output, pairs, outside }) => (replica === null ? [] : [{ environment, replica, output, pairs, outside }]));
};

const measureRequests = async (engine: Engine, { recordings }: PredictionSides): Promise<Pick<Run, "latency" | "latencyRatios" | "errors">> => {
  const relations = Object.values(recordings).map((table) => ({ environment: table.environment, sql: requestsSql(engine.dialect, table) }));
  const [reference, candidate] = (["reference", "candidate"] as const).map((side) => (recordings[side] === undefined ? undefined : { environment: recordings[side].environment, sql: requestsSql(engine.dialect, recordings[side]) }));
  return {
    latency: await summariseLatency(engine, relations),
    latencyRatios: reference === undefined || candidate === undefined ? [] : await latencyRatios(engine, reference, candidate),
    errors: await summariseErrors(engine, relations),
  };
};
