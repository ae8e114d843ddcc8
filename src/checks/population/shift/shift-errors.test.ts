import { describe, expect, test } from "vitest";
import type { NumericProfile, Profile } from "../../../core/domain/profile.ts";
import { defaultMargins, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { profileOf, profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import { multinomial } from "../../../core/random/multinomial.ts";
import type { Random } from "../../../core/random/random.ts";
import { xoshiro128 } from "../../../core/random/xoshiro-128.ts";
import { normalCdf } from "../../../core/stats/distributions.ts";
import { logBin } from "../../../core/stats/log-histogram.ts";
import { checkShifts } from "./check-shifts.ts";

/* Counts are drawn, not rows: a million cost what fifty do. */
const bins = Array.from({ length: 500 }, (_, index) => index - 250);
const shared = (weight: (bin: number) => number): number[] => {
  const weights = bins.map(weight);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((each) => each / sum);
};
const logNormal = (by: number): number[] => shared((bin) => normalCdf(bin * 0.02 - by) - normalCdf((bin - 1) * 0.02 - by));
const shapes = {
  "log-normal": logNormal(0),
  "heavy tail (Pareto 1.1)": shared((bin) => (bin <= 0 ? 0 : Math.exp(-0.022 * (bin - 1)) - Math.exp(-0.022 * bin))),
  ties: shared((bin) => ({ 0: 0.6, 35: 0.3, 100: 0.08, 110: 0.02 })[bin] ?? 0),
};

const columns = Array.from({ length: 30 }, (_, index) => `c${index}`);
const spec = profileSpecOf(columns.map((name) => ({ name })));
const blank = profileOf(spec, []);
const drawn = (random: Random, n: number, shares: readonly number[]): NumericProfile => {
  const counts = multinomial(random, n, shares).map((count, index) => ({ bin: bins[index] ?? 0, count })).filter(({ count }) => count > 0);
  const sum = (power: number): number => counts.reduce((total, { bin, count }) => total + count * logBin(bin).middle ** power, 0);
  return { kind: "numeric", n, nulls: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0, sum: sum(1), sumSquares: sum(2), min: logBin(counts[0]?.bin ?? 0).middle, max: logBin(counts.at(-1)?.bin ?? 0).middle, zero: 0, one: 0, positive: counts, negative: [], outside: 0 };
};
const population = (random: Random, n: number, shares: readonly number[]): Profile => ({
  ...blank, cells: [{ window: null, segment: null, rows: n, columns: Object.fromEntries(columns.map((name) => [name, drawn(random, n, shares)])), judged: [], blocks: [], blockSeconds: null, cross: null, operations: { latency: null, statuses: null, errors: null, firstTs: null, lastTs: null } }],
});
const settings: PopulationSettings = { margins: defaultMargins, agreed: new Set(), alphaPerClaim: 0.05, names: { reference: "a", candidate: "b" } };
const verdicts = (m: number, n: number, reference: readonly number[], candidate: readonly number[], alphaPerClaim = 0.05) => {
  const random = xoshiro128(m + 3 * n);
  const { shifts } = checkShifts({ reference: population(random, m, reference), candidate: population(random, n, candidate), settings: { ...settings, alphaPerClaim } });
  return { fail: shifts.filter(({ verdict }) => verdict === "fail").length, pass: shifts.filter(({ verdict }) => verdict === "pass").length };
};
const sizes = [[50, 50], [1_000_000, 1_000_000], [50, 10_000], [10_000, 50]] as const;

describe.each(Object.entries(shapes))("two populations of one distribution: %s", (_, shares) => {
  // 30 columns at 5 %: more than 6 in fewer than 1 of 1,000 runs, if every claim stood on its level. It stands far below it.
  test.each(sizes)("%d and %d rows", (m, n) => expect(verdicts(m, n, shares, shares).fail).toBeLessThanOrEqual(3));
  test("are the same from 1,000 rows on", () => expect(verdicts(1000, 1000, shares, shares)).toEqual({ fail: 0, pass: 30 }));
});

test("half a standard deviation is found in 2,000 rows, at the error of one of a hundred claims", () => expect(verdicts(2000, 2000, logNormal(0), logNormal(0.5), 0.0005).fail).toBeGreaterThanOrEqual(29));
test("a twentieth of one is no failure in a million rows, where any null test would alarm", () => expect(verdicts(1_000_000, 1_000_000, logNormal(0), logNormal(0.05))).toEqual({ fail: 0, pass: 30 }));
