import type { ReliabilityCurve } from "../../../core/domain/reliability-curve.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import { aucOfBins } from "../../../core/stats/auc-of-bins.ts";
import { reliabilityBins } from "../../../core/stats/calibration.ts";
import { calibrationOfBins, joinToEqualMass } from "../../../core/stats/calibration-of-bins.ts";
import { consistencyBand } from "../../../core/stats/consistency-band.ts";
import { corp } from "../../../core/stats/corp.ts";
import { lossesOfBins, type ProbabilityBin } from "../../../core/stats/losses-of-bins.ts";
import { shareEstimate } from "../../../core/stats/share-estimate.ts";
import type { PopulationMargins } from "../../../core/judge/population-settings.ts";
import type { Measured } from "../measured/measured.ts";

/** Fewer rows of the rarer class say nothing about ranking or calibration: below it the intervals run short. */
const fewestPerClass = 20;

/** The bootstrap's seed; the same profiles give the same intervals. */
const bootstrapSeed = 1;

/** Labelled rows of one population, bins from the lowest score on. */
export interface BinarySide {
  readonly bins: readonly ProbabilityBin[];
  readonly sumLogLoss: number;
  readonly designEffect: number;
}

export interface BinaryPair {
  readonly output: string;
  readonly of: string;
  readonly segment: string | null;
  readonly reference: BinarySide;
  readonly candidate: BinarySide;
  /** Whether the score is a probability on both sides: else it only ranks. */
  readonly probability: boolean;
  readonly margins: PopulationMargins;
  readonly names: { readonly reference: string; readonly candidate: string };
}

/** Ranking of a score against yes/no labels, and where it is a probability its losses and calibration. In a segment only the ranking. */
export const binaryMetrics = (pair: BinaryPair): { readonly measured: Measured[]; readonly reliability: ReliabilityCurve[] } => {
  const [reference, candidate] = [sideOf(pair, pair.reference), sideOf(pair, pair.candidate)];
  const fewest = Math.min(reference.rarer, candidate.rarer);
  const base = {
    kind: "metric" as const, of: pair.of, segment: pair.segment, nReference: reference.n, nCandidate: candidate.n, mode: "enforce" as const, evidence: {},
    refused: fewest < fewestPerClass ? `${fewest} labelled rows of the rarer class on one side; at least ${fewestPerClass} are needed` : null,
  };
  const { margins } = pair;
  const ranking: Measured = {
    ...base, check: "population.performance.auc", metric: "auc", words: "AUC", reference: reference.auc?.estimate ?? null, candidate: candidate.auc?.estimate ?? null, scale: "difference", worse: "lower",
    margin: margins.metric, marginName: "metric", primary: true, unit: "AUC", action: "Look which features shifted and in which segments the ranking is lost.",
    evidence: { tiedReference: reference.auc?.tied ?? null, tiedCandidate: candidate.auc?.tied ?? null },
  };
  if (pair.segment !== null) return { measured: [ranking], reliability: [] };
  const prevalence: Measured = {
    ...base, kind: "label", check: "population.performance.label-prevalence", metric: "label-prevalence", words: "share of positive labels", of: pair.of, reference: reference.prevalence, candidate: candidate.prevalence,
    scale: "difference", worse: "either", margin: margins.metric, marginName: "metric", primary: false, mode: "warn", unit: "share", refused: null,
    action: "What came true is not what it was: precision, Brier score and log loss move with it, AUC and recall do not.",
  };
  if (!pair.probability) return { measured: [ranking, prevalence], reliability: [] };
  const loss = (metric: "brier" | "log-loss", words: string, primary: boolean): Measured => ({
    ...base, check: `population.performance.${metric}`, metric, words, reference: metric === "brier" ? (reference.losses?.brier ?? null) : (reference.losses?.logLoss ?? null),
    candidate: metric === "brier" ? (candidate.losses?.brier ?? null) : (candidate.losses?.logLoss ?? null), scale: "ratio", worse: "higher", margin: margins.errorRatio, marginName: "errorRatio", primary, unit: "ratio",
    action: "See whether ranking (AUC), calibration or the share of positives moved.",
    evidence: metric === "log-loss" ? {} : { miscalibrationReference: reference.corp?.miscalibration ?? null, miscalibrationCandidate: candidate.corp?.miscalibration ?? null, discriminationReference: reference.corp?.discrimination ?? null, discriminationCandidate: candidate.corp?.discrimination ?? null, uncertaintyReference: reference.corp?.uncertainty ?? null, uncertaintyCandidate: candidate.corp?.uncertainty ?? null },
  });
  const calibration: Measured = {
    ...base, kind: "calibration", check: "population.performance.calibration", metric: "calibration-error", words: "calibration error", reference: reference.calibration?.root ?? null, candidate: candidate.calibration?.root ?? null,
    scale: "difference", worse: "higher", margin: margins.calibration, marginName: "calibration", badAlone: margins.calibration, primary: true, unit: "probability", action: "Calibrate again on recent labels; the reliability curve shows where probabilities are off.",
    evidence: { squareReference: reference.calibration?.square ?? null, squareCandidate: candidate.calibration?.square ?? null, miscalibrationReference: reference.corp?.miscalibration ?? null, miscalibrationCandidate: candidate.corp?.miscalibration ?? null, miscalibration95Reference: reference.calibrated?.q95 ?? null, miscalibration95Candidate: candidate.calibrated?.q95 ?? null },
  };
  const part = (metric: string, words: string, of: "miscalibration" | "discrimination" | "uncertainty"): Measured => ({
    ...base, check: `population.performance.${metric}`, metric, words, reference: shown(reference.corp?.[of]), candidate: shown(candidate.corp?.[of]), scale: "difference", worse: "either", margin: null, marginName: null, partOf: "brier", primary: false, unit: "Brier score", action: "nothing to do",
  });
  return {
    measured: [ranking, loss("brier", "Brier score", true), loss("log-loss", "log loss", false), calibration, prevalence,
      part("brier-miscalibration", "miscalibration part of the Brier score", "miscalibration"), part("brier-discrimination", "discrimination part of the Brier score", "discrimination"), part("brier-uncertainty", "uncertainty part of the Brier score", "uncertainty")],
    reliability: [{ environment: pair.names.reference, output: pair.output, bins: reliabilityBins(reference.joined) }, { environment: pair.names.candidate, output: pair.output, bins: reliabilityBins(candidate.joined) }],
  };
};

const sideOf = (pair: BinaryPair, { bins, sumLogLoss, designEffect }: BinarySide) => {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  const positives = bins.reduce((sum, bin) => sum + bin.positives, 0);
  const wanted = pair.probability && pair.segment === null;
  const joined = wanted ? joinToEqualMass(bins) : [];
  return {
    n, rarer: Math.min(positives, n - positives), auc: aucOfBins(bins, designEffect), prevalence: shareEstimate(positives, n, designEffect), joined,
    losses: wanted ? lossesOfBins(bins, sumLogLoss, designEffect) : null, corp: wanted ? corp(bins) : null,
    calibrated: wanted ? consistencyBand(bins, streamOf(bootstrapSeed, `consistency ${pair.output}`)) : null,
    // Both sides draw from a stream of their own by name of the output, so that a population against itself shows no difference.
    calibration: wanted ? calibrationOfBins(joined, streamOf(bootstrapSeed, `calibration ${pair.output}`), designEffect) : null,
  };
};

/** A number without limits: shown, never judged. */
const shown = (value: number | undefined): Measured["reference"] => (value === undefined ? null : { value, method: "not estimated", at: () => ({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }) });
