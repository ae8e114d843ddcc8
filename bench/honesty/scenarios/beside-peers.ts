import { checkShifts } from "../../../src/checks/population/shift/check-shifts.ts";
import { countShiftClaims } from "../../../src/checks/population/shift/count-shift-claims.ts";
import { familyAlpha } from "../../../src/core/judge/population-settings.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { measureOf, settingsFor } from "../compare-profiles.ts";
import { fiveClasses, rareClasses } from "../draw/draw-category.ts";
import { lognormalLaw, normalLaw, poissonLaw, t2Law } from "../draw/law.ts";
import { type DrawnColumn, twoProfiles } from "../draw/two-profiles.ts";
import type { Claim, Scenario } from "../scenario.ts";
import { numbers, type Sizes, sizeText, words } from "./laws.ts";

/** Rows of either side, as in bench/honesty/peers. */
export const peerSizes: readonly number[] = [100, 300, 1000, 5000, 10_000, 100_000];
/** The normal columns whose mean moves where something differs. */
export const shiftedColumns: readonly { readonly column: string; readonly shift: number }[] = [{ column: "normal_1", shift: 0.1 }, { column: "normal_2", shift: 0.25 }, { column: "normal_3", shift: 0.5 }];

/** The ten columns that bench/honesty/peers/populations.py draws. */
const tenColumns = (sizes: Sizes, shifted: boolean, random: Random): DrawnColumn[] => [
  numbers("normal_0", normalLaw, sizes, random), ...shiftedColumns.map(({ column, shift }) => numbers(column, normalLaw, sizes, random, shifted ? { shift } : {})),
  numbers("lognormal", lognormalLaw(2), sizes, random), numbers("t2", t2Law, sizes, random), numbers("counts_0", poissonLaw(3), sizes, random), numbers("counts_1", poissonLaw(3), sizes, random),
  words("classes", fiveClasses, sizes, random), words("rare_classes", rareClasses, sizes, random),
];

export const besidePeersId = (n: number, shifted: boolean): string => `peers/${shifted ? "shifted" : "null"}/${n}`;

const scenario = (n: number, shifted: boolean): Scenario => {
  const sizes = { reference: n, candidate: n };
  const perColumn: Claim[] = shifted ? shiftedColumns.flatMap(({ column, shift }): Claim[] => [
    { counter: `${column} fail`, question: `mean + ${shift} sd: judged to be beyond the margin`, rule: "shown", nominal: null }, { counter: `${column} p`, question: `mean + ${shift} sd: p < 0.05, held to the ten columns together (Bonferroni)`, rule: "shown", nominal: null },
  ]) : [
    { counter: "any", question: "warns of any column that nothing is wrong with", rule: "at-most", nominal: familyAlpha }, { counter: "anyP", question: "any p below 0.05 / 10", rule: "at-most", nominal: familyAlpha, slack: 0.02 },
  ];
  return {
    id: besidePeersId(n, shifted), group: "The ten columns that the peers are shown", title: `${shifted ? "three of ten columns moved" : "nothing differs"}; ${sizeText(sizes)} rows`, replications: 400, small: 0, claims: perColumn,
    run: (random) => {
      const pair = twoProfiles(sizes, tenColumns(sizes, shifted, random));
      const found = checkShifts({ ...pair, settings: settingsFor(countShiftClaims(pair.reference.spec).features) });
      const failed = (column: string): boolean => found.findings.some(({ subject, verdict }) => subject.name === column && verdict === "fail");
      const small = (column: string): boolean => (measureOf(found, column, "chi-square-distance")?.p ?? 1) < 0.05 / 10;
      return {
        any: found.findings.some(({ verdict }) => verdict === "fail"), anyP: pair.reference.spec.columns.some(({ name }) => small(name)),
        ...Object.fromEntries(shiftedColumns.flatMap(({ column }) => [[`${column} fail`, failed(column)], [`${column} p`, small(column)]])),
      };
    },
  };
};

export const besidePeersScenarios = (): Scenario[] => [false, true].flatMap((shifted) => peerSizes.map((n) => scenario(n, shifted)));
