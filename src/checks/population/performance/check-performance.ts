import type { Finding } from "../../../core/domain/finding.ts";
import type { PopulationMetric } from "../../../core/domain/population-comparison.ts";
import type { JudgedProfile, Profile, ProfileSpec } from "../../../core/domain/profile.ts";
import type { ReliabilityCurve } from "../../../core/domain/reliability-curve.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { sortScoreBins } from "../../../core/profile/sort-score-bins.ts";
import { listOf } from "../../../core/wording/list-of.ts";
import { binaryMetrics, type BinarySide } from "./binary-metrics.ts";
import { classMetricCount, classMetrics, type ClassSide } from "./class-metrics.ts";
import { designEffectOf } from "../measured/design-effect-of.ts";
import { judgedPairs, type JudgedPair, nameOfJudged } from "./judged-pairs.ts";
import { judgeTogether } from "../measured/judge-measured.ts";
import { labelsComeUnevenly, unlabelledShare } from "./label-coverage.ts";
import type { Measured } from "../measured/measured.ts";
import { regressionMetrics } from "./regression-metrics.ts";

export interface PerformanceInput {
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly settings: PopulationSettings;
}

export interface PerformanceResult {
  readonly metrics: PopulationMetric[];
  readonly reliability: ReliabilityCurve[];
  readonly findings: Finding[];
}

/**
 * How well both populations were predicted where labels have come: two independent samples, each metric with its interval, the difference (or the ratio of
 * errors) against its margin. Where no label came nothing is invented: one finding says that performance was not seen.
 */
export const checkPerformance = ({ reference, candidate, settings }: PerformanceInput): PerformanceResult => {
  const pairs = judgedPairs(reference, candidate).filter(({ reference: a, candidate: b }) => a.labelled > 0 && b.labelled > 0);
  const results = pairs.map((pair) => {
    const effects = { reference: designEffectOf(reference, [pair.spec.output, pair.spec.label]), candidate: designEffectOf(candidate, [pair.spec.output, pair.spec.label]) };
    const { measured, reliability } = metricsOf(pair, reference, candidate, settings, effects);
    const labels = pair.segment === null ? [unlabelledShare({ ...pair, designEffects: effects }, settings)] : [];
    const uneven = pair.segment !== null ? [] : (["reference", "candidate"] as const).flatMap((side) => labelsComeUnevenly(reference.spec, pair.cells[side], pair[side], pair.of, settings.names[side], settings, effects[side]));
    return { judged: judgeTogether([...measured, ...labels].map((each) => ({ ...each, evidence: { ...each.evidence, designEffectReference: effects.reference, designEffectCandidate: effects.candidate } })), settings), reliability, uneven };
  });
  const judged = results.flatMap((result) => result.judged);
  return {
    metrics: judged.map(({ metric }) => metric),
    reliability: results.flatMap(({ reliability }) => reliability),
    findings: [...judged.flatMap(({ finding: found }) => found ?? []), ...results.flatMap(({ uneven }) => uneven), ...notSeen(reference, candidate, pairs, settings), ...noClassInCommon(pairs)],
  };
};

/** How many claims of `checkPerformance` could fail or warn under this spec: those with a margin, and by segment one each. */
export const countPerformanceClaims = (spec: ProfileSpec): number => {
  const segments = spec.segments.reduce((sum, { values }) => sum + values.length, 0);
  // Beside the metrics each output has the share without a label and, on either side, whether labels come at random.
  return spec.judged.reduce((sum, { output, label, task }) => sum + segments + 3 + (task === "classes" ? classMetricCount(positiveOf(spec, label)) : task === "regression" ? 3 : isProbability(spec, output) ? 5 : 2), 0);
};

const isProbability = (spec: ProfileSpec, output: string): boolean => spec.columns.find(({ name }) => name === output)?.binning === "two-tailed";

/** The positive class of a label of classes, where it is one of its values. */
const positiveOf = (spec: ProfileSpec, label: string): string | null => (spec.positive !== null && (spec.columns.find(({ name }) => name === label)?.categories?.includes(spec.positive) ?? true) ? spec.positive : null);

const metricsOf = (pair: JudgedPair, reference: Profile, candidate: Profile, { margins, names }: PopulationSettings, effects: { readonly reference: number; readonly candidate: number }): { readonly measured: Measured[]; readonly reliability: ReliabilityCurve[] } => {
  const { of, segment } = pair;
  const [a, b] = [pair.reference, pair.candidate];
  const { spec } = reference;
  if (a.task === "binary" && b.task === "binary") {
    const side = (judged: typeof a, designEffect: number): BinarySide => ({ bins: sortScoreBins(judged.bins, spec.columns.find(({ name }) => name === pair.spec.output)?.binning ?? "pivot"), sumLogLoss: judged.sumLogLoss, designEffect });
    const within = [reference, candidate].every(({ cells }) => cells.every(({ columns }) => { const column = columns[pair.spec.output]; return column?.kind !== "numeric" || column.outside === 0; }));
    return binaryMetrics({ output: pair.spec.output, of, segment, margins, names, probability: isProbability(spec, pair.spec.output) && within, reference: side(a, effects.reference), candidate: side(b, effects.candidate) });
  }
  if (a.task === "regression" && b.task === "regression") {
    return { measured: regressionMetrics({ of, segment, margins, reference: { ...a, n: a.labelled, designEffect: effects.reference }, candidate: { ...b, n: b.labelled, designEffect: effects.candidate } }), reliability: [] };
  }
  if (a.task === "classes" && b.task === "classes") {
    if (!agreeOnClasses(a) && !agreeOnClasses(b)) return { measured: [], reliability: [] };
    const side = (judged: typeof a, designEffect: number): ClassSide => ({ cells: judged.cells.map(({ output, label, count }) => ({ decision: output, label, count })), designEffect });
    return { measured: classMetrics({ of, segment, margins, positive: positiveOf(spec, pair.spec.label), reference: side(a, effects.reference), candidate: side(b, effects.candidate) }), reliability: [] };
  }
  return { measured: [], reliability: [] };
};

/** Whether decisions and labels speak of the same classes at all: `approve` is never right against `1`, and that is no accuracy of 0. */
const agreeOnClasses = (judged: JudgedProfile): boolean => judged.task !== "classes" || judged.cells.some(({ output }) => judged.cells.some(({ label }) => label === output));

const noClassInCommon = (pairs: readonly JudgedPair[]): Finding[] => pairs.filter(({ segment, reference, candidate }) => segment === null && !agreeOnClasses(reference) && !agreeOnClasses(candidate)).map(({ of, reference }) => finding(of, {
  verdict: "inconclusive", mode: "observe", n: reference.labelled, statement: `${of}: decisions and labels have no value in common`, reason: "a decision is right where it equals the label, and none can", action: "Write both in the same words, or name another label column.",
}));

const notSeen = (reference: Profile, candidate: Profile, seen: readonly JudgedPair[], { names }: PopulationSettings): Finding[] => {
  const { spec } = reference;
  const declared = spec.columns.some(({ role }) => role === "label");
  if (!declared) {
    return [finding("labels", { verdict: "pass", mode: "observe", n: 0, statement: "performance was not looked at: neither log has a label", reason: "without labels nobody can say how right predictions are, and nothing is guessed", action: "Join labels with --labels once they have come." })];
  }
  const unseen = spec.judged.filter(({ output, label }) => !seen.some((pair) => pair.spec.output === output && pair.spec.label === label));
  if (spec.judged.length > 0 && unseen.length === 0) return [];
  const without = ([["reference", reference], ["candidate", candidate]] as const).filter(([, profile]) => !profile.cells.some(({ judged }) => judged.some(({ labelled }) => labelled > 0))).map(([side]) => names[side]);
  return [finding(unseen.length === 0 ? "labels" : listOf(unseen.map(nameOfJudged)), {
    verdict: "inconclusive", mode: "enforce", n: 0, statement: `performance was not seen: ${unseen.length === 0 ? "no output belongs to the label" : without.length > 0 ? `no label has come in ${listOf(without)}` : `${listOf(unseen.map(nameOfJudged))} is not on both sides`}`,
    reason: "labels were declared, and no metric can be computed on both sides", action: "Wait for the labels, name their file with --labels, or compare an older window.",
  })];
};

const finding = (of: string, told: Pick<Finding, "verdict" | "mode" | "n" | "statement" | "reason" | "action">): Finding => ({
  id: `population.performance:${of}`, check: "population.performance", subject: { kind: "label", name: of, segment: null }, severity: told.verdict === "pass" ? "info" : "medium", estimate: null, unit: "rows", interval: null, margin: null,
  marginOrigin: null, noiseFloor: null, needed: null, evidence: {}, ...told,
});
