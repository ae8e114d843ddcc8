import type { Finding } from "../../../core/domain/finding.ts";
import type { JudgedProfile, NumericProfile, ProfileCell, ProfileSpec } from "../../../core/domain/profile.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { normalQuantile } from "../../../core/stats/distributions.ts";
import { shareEstimate } from "../../../core/stats/share-estimate.ts";
import { countOf } from "../../../core/wording/count-of.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import type { Measured } from "../measured/measured.ts";

/** Mean scores of rows with and without a label that lie further apart, in standard deviations, make labels no random part of the rows. */
const apartInDeviations = 0.1;

export interface LabelledPair {
  readonly of: string;
  readonly reference: JudgedProfile;
  readonly candidate: JudgedProfile;
  readonly designEffects: { readonly reference: number; readonly candidate: number };
}

/** How many rows have no label yet, both sides: a difference means that labelled rows are other rows than before. */
export const unlabelledShare = ({ of, reference, candidate, designEffects }: LabelledPair, { margins }: PopulationSettings): Measured => {
  const rows = ({ labelled, unlabelled }: JudgedProfile): number => labelled + unlabelled;
  return {
    check: "population.performance.unlabelled", kind: "label", metric: "unlabelled-share", words: "share without a label", of, segment: null,
    reference: shareEstimate(reference.unlabelled, rows(reference), designEffects.reference), candidate: shareEstimate(candidate.unlabelled, rows(candidate), designEffects.candidate),
    nReference: rows(reference), nCandidate: rows(candidate), scale: "difference", worse: "either", margin: margins.missing, marginName: "missing", primary: false, mode: "warn", unit: "share", refused: null,
    action: "Compare windows whose labels have had the same time to come.", evidence: {},
  };
};

/**
 * Whether the rows whose label came score otherwise than those whose label did not. If so, what is measured on labelled rows does not hold for all. Seen only where
 * the output is a number; the difference of means must exceed a tenth of a standard deviation beyond chance.
 */
export const labelsComeUnevenly = (spec: ProfileSpec, cell: ProfileCell, judged: JudgedProfile, of: string, environment: string, { alphaPerClaim }: PopulationSettings, designEffect: number): Finding[] => {
  const profile = cell.columns[judged.output];
  const pivot = spec.columns.find(({ name }) => name === judged.output)?.pivot ?? 0;
  const labelledSum = judged.task === "classes" ? null : judged.task === "binary" ? judged.bins.reduce((sum, bin) => sum + bin.sumScore, 0) : judged.sumOutput;
  if (profile?.kind !== "numeric" || labelledSum === null || judged.labelled < 30 || judged.unlabelled < 30 || profile.n !== judged.labelled + judged.unlabelled) return [];
  const deviation = standardDeviation(profile);
  if (deviation === 0) return [];
  const withLabel = labelledSum / judged.labelled;
  const without = (profile.sum + pivot * profile.n - labelledSum) / judged.unlabelled;
  const apart = (without - withLabel) / deviation;
  const half = normalQuantile(1 - alphaPerClaim) * Math.sqrt(designEffect * (1 / judged.labelled + 1 / judged.unlabelled));
  if (Math.abs(apart) - half <= apartInDeviations) return [];
  return [{
    id: `population.performance.labels-at-random:${of}:${environment}`, check: "population.performance.labels-at-random", subject: { kind: "label", name: `labels of ${of} in ${environment}`, segment: null }, verdict: "warn", mode: "warn", severity: "medium",
    statement: `in ${environment} ${judged.output} is ${shortNumber(without)} on average where no label came and ${shortNumber(withLabel)} where one did`, estimate: apart, unit: "standard deviations",
    interval: { low: apart - half, high: apart + half, level: 1 - 2 * alphaPerClaim, method: "normal" }, margin: apartInDeviations, marginOrigin: "default", n: profile.n, noiseFloor: null,
    reason: `labels are missing for ${percent(judged.unlabelled / profile.n)} of ${countOf(profile.n, "row")}, and not by chance: what is measured on labelled rows may not hold for the others`,
    action: "Wait for the labels, label a random part of the rows, or take the metrics for labelled rows only.", needed: null, evidence: { meanLabelled: withLabel, meanUnlabelled: without, labelled: judged.labelled, unlabelled: judged.unlabelled },
  }];
};

const standardDeviation = ({ n, sum, sumSquares }: NumericProfile): number => Math.sqrt(Math.max(0, sumSquares / n - (sum / n) ** 2));
