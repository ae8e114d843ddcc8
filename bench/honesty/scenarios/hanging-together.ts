import { checkCorrelations } from "../../../src/checks/population/correlation/check-correlations.ts";
import { countShiftClaims } from "../../../src/checks/population/shift/count-shift-claims.ts";
import type { CrossMoments, NumericProfile } from "../../../src/core/domain/profile.ts";
import { placeInBins } from "../../../src/core/profile/place-in-bins.ts";
import { familyAlpha } from "../../../src/core/judge/population-settings.ts";
import { normal } from "../../../src/core/random/normal.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { covers, settingsFor } from "../compare-profiles.ts";
import { drawNumeric } from "../draw/binned-law.ts";
import { normalLaw } from "../draw/law.ts";
import { gamma, numericColumn, twoProfiles } from "../draw/two-profiles.ts";
import type { Claim, Scenario } from "../scenario.ts";
import { binsOf } from "./laws.ts";

const level = 1 - 2 * familyAlpha;

/** Columns as rows: correlations are of rows, and no counts of single columns tell them. */
interface Rows {
  readonly columns: readonly string[];
  readonly values: readonly Float64Array[];
}

const shapes = { normal: (z: number) => z, "lognormal, sigma 1": (z: number) => Math.exp(z), "lognormal, sigma 2": (z: number) => Math.exp(2 * z) } as const;

/** A common part gives every pair of normal scores this correlation; the shape is put on afterwards. */
const draw = (count: number, n: number, correlation: number, shape: keyof typeof shapes, random: Random): Rows => {
  const values = Array.from({ length: count }, () => new Float64Array(n));
  for (let row = 0; row < n; row++) {
    const common = normal(random) * Math.sqrt(correlation);
    for (const column of values) column[row] = shapes[shape](common + Math.sqrt(1 - correlation) * normal(random));
  }
  return { columns: values.map((_, at) => `x${at}`), values };
};

const crossOf = ({ columns, values }: Rows): CrossMoments => ({
  columns: [...columns], n: values[0]?.length ?? 0, sums: values.map((column) => column.reduce((a, b) => a + b, 0)),
  products: values.flatMap((a, i) => values.slice(i).map((b) => a.reduce((sum, x, row) => sum + x * (b[row] ?? 0), 0))),
});

const profileOf = (values: Float64Array): NumericProfile => {
  const sides = { positive: new Map<number, number>(), negative: new Map<number, number>(), zero: new Map<number, number>(), one: new Map<number, number>() };
  for (const x of values) { const { side, bin } = placeInBins(x, { binning: "pivot", pivot: 0 }, gamma); sides[side].set(bin, (sides[side].get(bin) ?? 0) + 1); }
  const bins = (side: "positive" | "negative") => [...sides[side]].map(([bin, count]) => ({ bin, count })).toSorted((a, b) => a.bin - b.bin);
  return { ...drawNumeric(binsOf(normalLaw), 0, null), n: values.length, sum: values.reduce((a, b) => a + b, 0), sumSquares: values.reduce((a, b) => a + b * b, 0), min: Math.min(...values), max: Math.max(...values), zero: sides.zero.get(0) ?? 0, positive: bins("positive"), negative: bins("negative") };
};

const scenario = (count: number, n: number, correlation: number, shape: keyof typeof shapes): Scenario => {
  const claims: Claim[] = [
    { counter: "called", question: "warns of any pair", rule: "at-most", nominal: familyAlpha },
    // The difference of two equal correlations is 0 whatever the shape makes of them.
    { counter: "holds", question: "interval of the difference of one pair", rule: "coverage", nominal: level, slack: 0.02 },
  ];
  return {
    id: `correlation/${shape}/${correlation}/${count}/${n}`, group: "Columns that hang together, as before", title: `${count} columns, ${shape}, correlation of the scores ${correlation}; ${n.toLocaleString("en-US")} rows`, replications: 200, small: 0, claims,
    run: (random) => {
      const [a, b] = [draw(count, n, correlation, shape, random), draw(count, n, correlation, shape, random)];
      const pair = twoProfiles({ reference: n, candidate: n }, a.columns.map((name, at) => numericColumn(name, { reference: profileOf(a.values[at] ?? new Float64Array()), candidate: profileOf(b.values[at] ?? new Float64Array()) })), { cross: { reference: crossOf(a), candidate: crossOf(b) } });
      // Held to the level that `lockstep compare` gives: that of the features' family.
      const { findings } = checkCorrelations({ ...pair, settings: settingsFor(countShiftClaims(pair.reference.spec).features) });
      const two = checkCorrelations({ ...twoProfiles({ reference: n, candidate: n }, ["x0", "x1"].map((name, at) => numericColumn(name, { reference: profileOf(a.values[at] ?? new Float64Array()), candidate: profileOf(b.values[at] ?? new Float64Array()) })),
        { cross: { reference: crossOf({ columns: a.columns.slice(0, 2), values: a.values.slice(0, 2) }), candidate: crossOf({ columns: b.columns.slice(0, 2), values: b.values.slice(0, 2) }) } }), settings: settingsFor(1) });
      return { called: findings.some(({ verdict }) => verdict === "fail"), holds: covers(two.correlations[0]?.interval, 0, level) };
    },
  };
};

export const correlationScenarios = (): Scenario[] => ([["normal", 0], ["normal", 0.6], ["lognormal, sigma 1", 0.5], ["lognormal, sigma 2", 0.5]] as const)
  .flatMap(([shape, correlation]) => [100, 1000, 10_000].map((n) => scenario(n === 10_000 ? 8 : 20, n, correlation, shape)));
