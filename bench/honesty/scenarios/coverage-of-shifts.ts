import { checkShifts } from "../../../src/checks/population/shift/check-shifts.ts";
import { numericCells } from "../../../src/checks/population/shift/numeric-cells.ts";
import { familyAlpha } from "../../../src/core/judge/population-settings.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { equalMassBins } from "../../../src/core/stats/equal-mass-bins.ts";
import { covers, measureOf, settingsFor } from "../compare-profiles.ts";
import { binomial } from "../draw/binomial.ts";
import { drawNumeric } from "../draw/binned-law.ts";
import { fiveClasses } from "../draw/draw-category.ts";
import { distanceOfShares, trueDistance } from "../draw/expected-shape.ts";
import { type Law, lognormalLaw, normalLaw, t2Law } from "../draw/law.ts";
import { type DrawnColumn, gamma, numericColumn, twoProfiles } from "../draw/two-profiles.ts";
import type { Claim, Scenario } from "../scenario.ts";
import { binsOf, fewSizes, numbers, type Sizes, sizeText, withNewValue, words } from "./laws.ts";

const level = 1 - 2 * familyAlpha;
const group = "Intervals of shifts: how often they hold the true value";

/** Whether the interval of each measure of column x holds its truth. */
const scenario = (name: string, sizes: Sizes, draw: (random: Random) => DrawnColumn, truths: Readonly<Record<string, (column: DrawnColumn) => number>>): Scenario => ({
  id: `coverage/${name}/${sizes.reference}/${sizes.candidate}`, group, title: `${name}; ${sizeText(sizes)} rows`, replications: 1500, small: sizes.reference === 1000 ? 200 : 0,
  claims: Object.keys(truths).map((counter): Claim => ({ counter, question: counter, rule: "coverage", nominal: level, slack: 0.02 })),
  run: (random) => {
    const column = draw(random);
    const found = checkShifts({ ...twoProfiles(sizes, [column]), settings: settingsFor(1) });
    return Object.fromEntries(Object.entries(truths).map(([measure, truth]) => [measure, covers(measureOf(found, "x", measure)?.interval, truth(column), level)]));
  },
});

const movedNumber = (law: Law, move: { shift?: number; scale?: number }, sizes: Sizes): Scenario => {
  const { shift = 0, scale = 1 } = move;
  const how = `${law.name}, ${shift === 0 ? (scale === 1 ? "equal" : `scaled by ${scale}`) : `moved by ${shift}`}`;
  const apart = law.mean === null || law.sd === null ? null : ((scale - 1) * law.mean + shift) / (law.sd * Math.sqrt((1 + scale * scale) / 2));
  return scenario(how, sizes, (random) => numbers("x", law, sizes, random, move), {
    ...(apart === null || law.name !== "normal" ? {} : { "standardised-mean-difference": () => apart }),
    "chi-square-distance": (column) => (shift === 0 && scale === 1 ? 0 : trueDistance(binsOf(law), binsOf(law, move), edgesDrawn(column))),
    // A plain shift moves every quantile by itself.
    ...(scale === 1 ? { "quantile-shift-p5": () => shift, "quantile-shift-p50": () => shift, "quantile-shift-p95": () => shift } : {}),
  });
};

/** The distance is that on the bins which the reference's sample drew, as the report says: where they end, in the column's unit. */
const edgesDrawn = ({ spec, reference, candidate }: DrawnColumn): number[] => {
  if (reference.kind !== "numeric" || candidate.kind !== "numeric") throw new Error(`${spec.name} is not numeric`);
  const cells = numericCells(reference, candidate, spec, gamma);
  return equalMassBins(cells).slice(0, -1).map(({ last }) => cells[last]?.high ?? Number.NaN);
};

/** The mean's difference where tails are heavier than the formula likes: measured, with no promise beyond about an exponential's. */
const skewedMean = (sizes: Sizes): Scenario => {
  const law = lognormalLaw(1);
  const made = scenario("lognormal, sigma 1, moved by 0.5: mean", sizes, (random) => numbers("x", law, sizes, random, { shift: 0.5 }), { "standardised-mean-difference": () => 0.5 / (law.sd ?? 1) });
  return { ...made, claims: made.claims.map((claim) => ({ ...claim, question: "standardised-mean-difference of a skewed column" })) };
};

const missing = (sizes: Sizes, before: number, after: number): Scenario => scenario(`missing values, ${before} and ${after}`, sizes, (random) => {
  const side = (n: number, chance: number) => { const nulls = binomial(n, chance, random); return drawNumeric(binsOf(normalLaw), n - nulls, random, nulls); };
  return numericColumn("x", { reference: side(sizes.reference, before), candidate: side(sizes.candidate, after) });
}, { "missing-share": () => after - before });

const unseen = (sizes: Sizes, share: number): Scenario => {
  const law = withNewValue(fiveClasses, share);
  return scenario(`new value, ${share}`, sizes, (random) => words("x", law.reference, sizes, random, law.candidate), { "unseen-share": () => share });
};

const movedClasses = (sizes: Sizes): Scenario => {
  const chances = [0.3, 0.3, 0.2, 0.12, 0.08];
  return scenario("5 classes, mix moved", sizes, (random) => words("x", fiveClasses, sizes, random, chances), { "chi-square-distance": () => distanceOfShares(fiveClasses.chances, chances) });
};

/** Coverage of what is printed about a column. */
export const shiftCoverageScenarios = (): Scenario[] => [...fewSizes, { reference: 300, candidate: 100_000 }, { reference: 100_000, candidate: 1000 }].flatMap((sizes) => [
  movedNumber(normalLaw, {}, sizes), movedNumber(normalLaw, { shift: 0.25 }, sizes), movedNumber(normalLaw, { shift: 1 }, sizes), movedNumber(normalLaw, { scale: 1.5 }, sizes),
  movedNumber(lognormalLaw(2), { shift: 1 }, sizes), movedNumber(t2Law, { shift: 0.5 }, sizes), skewedMean(sizes), missing(sizes, 0.05, 0.05), missing(sizes, 0.01, 0.04), unseen(sizes, 0.005), unseen(sizes, 0.05), movedClasses(sizes),
]);
