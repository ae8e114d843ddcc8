import { checkPerformance } from "../../../src/checks/population/performance/check-performance.ts";
import type { Finding } from "../../../src/core/domain/finding.ts";
import type { JudgedProfile, ScoreLabelBin } from "../../../src/core/domain/profile.ts";
import { familyAlpha } from "../../../src/core/judge/population-settings.ts";
import { normal } from "../../../src/core/random/normal.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { covers, settingsFor } from "../compare-profiles.ts";
import { drawNumeric } from "../draw/binned-law.ts";
import { type Law, lognormalLaw, moved, normalLaw } from "../draw/law.ts";
import { aucOf, drawScores, keptForLoss, prevalenceOf, scoreLaw, type ScoreLaw } from "../draw/score-law.ts";
import { gamma, numericColumn, type ProfilePair, twoProfiles } from "../draw/two-profiles.ts";
import type { Claim, Outcome, Scenario } from "../scenario.ts";
import { binsOf, fewSizes, type Sizes, sizeText } from "./laws.ts";

const level = 1 - 2 * familyAlpha;
const names = { output: "score", label: "y" };
const truthRows = 1e9;

/** Two models of the same kind, their labels known. */
export const scoredPair = (laws: { readonly reference: ScoreLaw; readonly candidate: ScoreLaw }, sizes: Sizes, random: Random | null): ProfilePair => {
  const [before, after] = [drawScores(laws.reference, sizes.reference, random, names), drawScores(laws.candidate, sizes.candidate, random, names)];
  return twoProfiles(sizes, [numericColumn("score", { reference: before.column, candidate: after.column }, { role: "score", binning: "two-tailed" })], { positive: "1", judged: { spec: { ...names, task: "binary" }, reference: before.judged, candidate: after.judged } });
};

const base = scoreLaw({}, gamma);
/** The named effects; the AUC is lowered without touching the base rate. */
export const scoreEffects = {
  equal: base,
  "AUC lower by 0.03": scoreLaw({ kept: keptForLoss(base, 0.03) }, gamma),
  "AUC lower by 0.02 (on the margin)": scoreLaw({ kept: keptForLoss(base, 0.02) }, gamma),
  "temperature 1.2": scoreLaw({ temperature: 1.2 }, gamma),
  "temperature 2": scoreLaw({ temperature: 2 }, gamma),
} as const;

/** True Brier score, log loss and root of the squared calibration error, over the same 15 bins of equal mass that the check uses; without sampling. */
const lossesOf = (law: ScoreLaw): { brier: number; logLoss: number; calibration: number; auc: number; prevalence: number } => {
  let [brier, logLoss] = [0, 0];
  law.cells.forEach(({ score, truth }, at) => {
    const chance = law.chances[at] ?? 0;
    brier += chance * (truth * (1 - score) ** 2 + (1 - truth) * score ** 2);
    logLoss -= chance * (truth * Math.log(score) + (1 - truth) * Math.log1p(-score));
  });
  const { judged } = drawScores(law, truthRows, null, names);
  return { brier, logLoss, auc: aucOf(law), prevalence: prevalenceOf(law), calibration: Math.sqrt(squareOfBins(judged)) };
};

const squareOfBins = (judged: JudgedProfile): number => {
  const bins: readonly ScoreLabelBin[] = judged.task === "binary" ? judged.bins : [];
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  const joined = Array.from({ length: 15 }, () => ({ n: 0, score: 0, positives: 0 }));
  let before = 0;
  for (const bin of bins) {
    const into = joined[Math.min(14, Math.floor(((before + bin.n / 2) / total) * 15))];
    before += bin.n;
    if (into === undefined) continue;
    into.n += bin.n;
    into.score += bin.sumScore;
    into.positives += bin.positives;
  }
  return joined.reduce((sum, { n, score, positives }) => (n === 0 ? sum : sum + (n / total) * ((score - positives) / n) ** 2), 0);
};

const coverage = (name: keyof typeof scoreEffects, sizes: Sizes): Scenario => {
  let truth: Readonly<Record<string, number>> | null = null;
  const truths = (): Readonly<Record<string, number>> => {
    const [a, b] = [lossesOf(base), lossesOf(scoreEffects[name])];
    return { auc: b.auc - a.auc, brier: b.brier - a.brier, "log-loss": b.logLoss - a.logLoss, "calibration-error": name === "equal" ? 0 : b.calibration - a.calibration, "label-prevalence": b.prevalence - a.prevalence };
  };
  const metrics = ["auc", "brier", "log-loss", "calibration-error", "label-prevalence"];
  return {
    id: `coverage-scores/${name}/${sizes.reference}/${sizes.candidate}`, group: "Intervals of metrics: how often they hold the true difference", title: `${name}; ${sizeText(sizes)} labelled rows`, replications: 400, small: sizes.reference === 1000 ? 40 : 0,
    claims: metrics.map((counter): Claim => ({ counter, question: `difference of ${counter}`, rule: "coverage", nominal: level, slack: 0.02 })),
    run: (random) => {
      truth ??= truths();
      const found = checkPerformance({ ...scoredPair({ reference: base, candidate: scoreEffects[name] }, sizes, random), settings: settingsFor(1) });
      return Object.fromEntries(metrics.map((metric) => [metric, covers(found.metrics.find((each) => each.metric === metric)?.interval, truth?.[metric] ?? Number.NaN, level)]));
    },
  };
};

/** n predictions of a number with errors of this law, `scale` times as large. */
const regression = (errors: Law, scale: number, n: number, random: Random): Extract<JudgedProfile, { task: "regression" }> => {
  const binned = drawNumeric(binsOf(errors, { scale }), n, random);
  let [fourth, absolute] = [0, 0];
  for (const [side, bins] of [[1, binned.positive], [-1, binned.negative]] as const) {
    for (const { bin, count } of bins) {
      const middle = (side * (gamma ** bin + gamma ** (bin - 1))) / 2;
      fourth += count * middle ** 4;
      absolute += count * Math.abs(middle);
    }
  }
  const sumOutput = Math.sqrt(n) * 3 * normal(random);
  const sumSquaredOutput = 9 * n;
  return {
    task: "regression", output: "score", label: "y", labelled: n, unlabelled: 0, sumError: binned.sum, sumSquaredError: binned.sumSquares, sumAbsoluteError: absolute, sumFourthError: fourth,
    sumOutput, sumSquaredOutput, sumLabel: sumOutput - binned.sum, sumSquaredLabel: sumSquaredOutput + binned.sumSquares, sumProduct: sumSquaredOutput,
  };
};

const regressionPair = (errors: Law, scale: number, sizes: Sizes, random: Random): ProfilePair => {
  const column = (n: number) => drawNumeric(binsOf(normalLaw, { scale: 3 }), n, random);
  return twoProfiles(sizes, [numericColumn("score", { reference: column(sizes.reference), candidate: column(sizes.candidate) }, { role: "score" })],
    { judged: { spec: { ...names, task: "regression" }, reference: regression(errors, 1, sizes.reference, random), candidate: regression(errors, scale, sizes.candidate, random) } });
};

/** A law moved to mean 0, as errors have. */
const centred = (law: Law): Law => ({ ...moved(law, { shift: -(law.mean ?? 0) }), name: `${law.name}, centred` });

const regressionCoverage = (errors: Law, scale: number, sizes: Sizes): Scenario => ({
  id: `coverage-errors/${errors.name}/${scale}/${sizes.reference}/${sizes.candidate}`, group: "Intervals of metrics: how often they hold the true difference", title: `errors ${errors.name}, ${scale} times as large; ${sizeText(sizes)} labelled rows`, replications: 1500, small: sizes.reference === 1000 ? 100 : 0,
  claims: ["rmse", "mae"].map((counter): Claim => ({ counter, question: `ratio of ${counter}`, rule: "coverage", nominal: level, slack: 0.02 })),
  run: (random) => {
    const { findings } = checkPerformance({ ...regressionPair(errors, scale, sizes, random), settings: settingsFor(1) });
    const of = (metric: string): boolean | null => covers(findings.find(({ check }) => check === `population.performance.${metric}`)?.interval, scale, level);
    return { rmse: of("rmse"), mae: of("mae") };
  },
});

/** Whether any finding of these checks failed, all passed, or it stayed open. */
export const verdictsOf = (findings: readonly Finding[], check: string): Outcome => {
  const verdict = findings.find((finding) => finding.check === check)?.verdict ?? null;
  return { fail: verdict === "fail", pass: verdict === "pass", open: verdict === "inconclusive" };
};

const onMargin = (sizes: Sizes): Scenario => ({
  id: `margin-auc/${sizes.reference}/${sizes.candidate}`, group: "A metric exactly on the margin: neither verdict may come more often than its error probability", title: `AUC lower by 0.02; ${sizeText(sizes)} labelled rows`, replications: 400, small: 0,
  claims: [{ counter: "fail", question: "says fail", rule: "at-most", nominal: familyAlpha }, { counter: "pass", question: "says pass", rule: "at-most", nominal: familyAlpha }],
  run: (random) => verdictsOf(checkPerformance({ ...scoredPair({ reference: base, candidate: scoreEffects["AUC lower by 0.02 (on the margin)"] }, sizes, random), settings: settingsFor(1) }).findings, "population.performance.auc"),
});

const rmseOnMargin = (sizes: Sizes): Scenario => ({
  id: `margin-rmse/${sizes.reference}/${sizes.candidate}`, group: "A metric exactly on the margin: neither verdict may come more often than its error probability", title: `normal errors 1.1 times as large; ${sizeText(sizes)} labelled rows`, replications: 1500, small: sizes.reference === 1000 ? 100 : 0,
  claims: [{ counter: "fail", question: "says fail", rule: "at-most", nominal: familyAlpha }, { counter: "pass", question: "says pass", rule: "at-most", nominal: familyAlpha }],
  run: (random) => verdictsOf(checkPerformance({ ...regressionPair(normalLaw, 1.1, sizes, random), settings: settingsFor(1) }).findings, "population.performance.rmse"),
});

/** Coverage and errors of what is measured against labels. */
export const judgedScenarios = (): Scenario[] => fewSizes.flatMap((sizes) => [
  coverage("equal", sizes), coverage("AUC lower by 0.03", sizes), coverage("temperature 2", sizes),
  regressionCoverage(normalLaw, 1.1, sizes), regressionCoverage(centred(lognormalLaw(0.5)), 1.1, sizes), onMargin(sizes), rmseOnMargin(sizes),
]);
