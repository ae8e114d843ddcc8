import { checkPerformance } from "../../../src/checks/population/performance/check-performance.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { shortNumber } from "../../../src/core/wording/short-number.ts";
import { defaultMargins } from "../../../src/core/judge/population-settings.ts";
import { settingsFor } from "../compare-profiles.ts";
import { fiveClasses } from "../draw/draw-category.ts";
import { trueDistance } from "../draw/expected-shape.ts";
import { normalLaw } from "../draw/law.ts";
import type { DrawnColumn } from "../draw/two-profiles.ts";
import type { Claim, Outcome, Scenario } from "../scenario.ts";
import { binsOf, fewSizes, numbers, type Sizes, sizeText, withNewValue, words } from "./laws.ts";
import { scoredPair, scoreEffects, verdictsOf } from "./judged-outputs.ts";
import { outcomeOfColumn } from "./per-claim.ts";

const group = "What is seen at which size";
const seen: readonly Claim[] = [
  { counter: "significant", question: "the test of no difference shows it (p < 0.05)", rule: "shown", nominal: null },
  { counter: "fail", question: "judged to be beyond the margin", rule: "shown", nominal: null },
  { counter: "pass", question: "judged to be inside the margin", rule: "shown", nominal: null },
];

const column = (name: string, sizes: Sizes, draw: (random: Random) => DrawnColumn, beyond: (outcome: Outcome) => boolean = ({ fail }) => fail === true): Scenario => ({
  id: `effect/${name}/${sizes.reference}`, group, title: `${name}; ${sizeText(sizes)} rows`, replications: 400, small: 0, claims: seen,
  run: (random) => { const outcome = outcomeOfColumn(sizes, draw(random)); return { ...outcome, fail: beyond(outcome) }; },
});

const moved = (name: string, move: { shift?: number; scale?: number }, sizes: Sizes): Scenario =>
  column(`${name} (distance ${shortNumber(trueDistance(binsOf(normalLaw), binsOf(normalLaw, move)))}, margin ${defaultMargins.distance})`, sizes, (random) => numbers("x", normalLaw, sizes, random, move));

const score = (name: "AUC lower by 0.03" | "temperature 1.2" | "temperature 2", check: string, sizes: Sizes): Scenario => ({
  id: `effect/${name}/${sizes.reference}`, group, title: `${name}; ${sizeText(sizes)} labelled rows`, replications: 200, small: 0, claims: seen.slice(1),
  run: (random) => verdictsOf(checkPerformance({ ...scoredPair({ reference: scoreEffects.equal, candidate: scoreEffects[name] }, sizes, random), settings: settingsFor(1) }).findings, check),
});

/** The named effects, one column or output alone. The cohort gap stands with fairness. */
export const effectScenarios = (): Scenario[] => fewSizes.flatMap((sizes) => {
  const added = withNewValue(fiveClasses, 0.05);
  return [
    moved("mean + 0.1 sd", { shift: 0.1 }, sizes), moved("mean + 0.25 sd", { shift: 0.25 }, sizes), moved("mean + 0.5 sd", { shift: 0.5 }, sizes), moved("variance x 1.5", { scale: Math.sqrt(1.5) }, sizes),
    column(`5 % of the rows in a new category (margin ${defaultMargins.unseen})`, sizes, (random) => words("x", added.reference, sizes, random, added.candidate), ({ fail, unseen }) => fail === true || unseen === true),
    score("AUC lower by 0.03", "population.performance.auc", sizes), score("temperature 1.2", "population.performance.calibration", sizes), score("temperature 2", "population.performance.calibration", sizes),
  ];
});
