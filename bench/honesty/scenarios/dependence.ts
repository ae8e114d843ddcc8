import { checkShifts } from "../../../src/checks/population/shift/check-shifts.ts";
import type { BlockProfile, NumericProfile } from "../../../src/core/domain/profile.ts";
import { placeInBins } from "../../../src/core/profile/place-in-bins.ts";
import { defaultMargins, familyAlpha } from "../../../src/core/judge/population-settings.ts";
import { normal } from "../../../src/core/random/normal.ts";
import type { Random } from "../../../src/core/random/random.ts";
import { covers, measureOf, settingsFor } from "../compare-profiles.ts";
import { sizeFor, trueDistance } from "../draw/expected-shape.ts";
import { normalLaw } from "../draw/law.ts";
import { gamma, numericColumn, twoProfiles } from "../draw/two-profiles.ts";
import type { Claim, Scenario } from "../scenario.ts";
import { binsOf } from "./laws.ts";

const level = 1 - 2 * familyAlpha;
/** As many as `lockstep compare` asks for. */
const blockCount = 64;

/** n rows of a normal AR(1) with variance 1, in their order, with the sums of consecutive blocks; rows are drawn one by one here, for counts know no order. */
const autoregressive = (n: number, phi: number, shift: number, random: Random): { profile: NumericProfile; blocks: BlockProfile[] } => {
  const bins = { positive: new Map<number, number>(), negative: new Map<number, number>() };
  const blocks = Array.from({ length: blockCount }, (_, block) => ({ block, n: 0, sum: 0 }));
  const profile = { kind: "numeric" as const, n, nulls: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0, sum: 0, sumSquares: 0, min: Infinity, max: -Infinity, zero: 0, one: 0, outside: 0 };
  let state = normal(random);
  for (let row = 0; row < n; row++) {
    if (row > 0) state = phi * state + Math.sqrt(1 - phi * phi) * normal(random);
    const x = state + shift;
    profile.sum += x;
    profile.sumSquares += x * x;
    profile.min = Math.min(profile.min, x);
    profile.max = Math.max(profile.max, x);
    const { side, bin } = placeInBins(x, { binning: "pivot", pivot: 0 }, gamma);
    if (side === "positive" || side === "negative") bins[side].set(bin, (bins[side].get(bin) ?? 0) + 1);
    else profile.zero++;
    const block = blocks[Math.floor((row * blockCount) / n)];
    if (block !== undefined) {
      block.n++;
      block.sum += x;
    }
  }
  const counts = (side: Map<number, number>) => [...side].map(([bin, count]) => ({ bin, count })).toSorted((a, b) => a.bin - b.bin);
  return { profile: { ...profile, positive: counts(bins.positive), negative: counts(bins.negative) }, blocks: blocks.filter((block) => block.n > 0).map(({ block, n: rows, sum }) => ({ block, rows, columns: { x: { n: rows, sum } } })) };
};

const compared = (n: number, phi: number, shift: number, random: Random) => {
  const [a, b] = [autoregressive(n, phi, 0, random), autoregressive(n, phi, shift, random)];
  return checkShifts({ ...twoProfiles({ reference: n, candidate: n }, [numericColumn("x", { reference: a.profile, candidate: b.profile })], { blocks: { count: blockCount, reference: a.blocks, candidate: b.blocks } }), settings: settingsFor(1) });
};

const group = "Rows that depend on one another: AR(1), in the order of time";
const replicationsFor = (n: number): number => (n >= 100_000 ? 150 : n >= 10_000 ? 600 : 1000);

const inside = (n: number, phi: number, where: "equal" | "margin"): Scenario => {
  let shift: number | null = where === "equal" ? 0 : null;
  const claims: Claim[] = [
    { counter: "fail", question: "says fail", rule: "at-most", nominal: familyAlpha },
    ...(where === "margin" ? [{ counter: "pass", question: "says pass", rule: "at-most", nominal: familyAlpha } as const] : [{ counter: "significant", question: "test of no difference, p < 0.05", rule: "at-most", nominal: 0.05, slack: 0.02 } as const]),
    { counter: "smd", question: "interval of the standardised mean difference", rule: "coverage", nominal: level, slack: 0.02 },
    { counter: "refused", question: "refuses, because rows depend too strongly", rule: "shown", nominal: null },
  ];
  return {
    id: `dependence/${where}/${phi}/${n}`, group, title: `autocorrelation ${phi}, ${where === "equal" ? "nothing differs" : "exactly on the margin"}; ${n.toLocaleString("en-US")} rows`, replications: replicationsFor(n), small: n === 1000 && phi === 0.5 ? 100 : 0, claims,
    run: (random) => {
      shift ??= sizeFor(defaultMargins.distance, (size) => trueDistance(binsOf(normalLaw), binsOf(normalLaw, { shift: size })));
      const found = compared(n, phi, shift, random);
      const verdict = found.findings[0]?.verdict;
      const p = measureOf(found, "x", "chi-square-distance")?.p;
      return {
        fail: verdict === "fail", pass: verdict === "pass", significant: p === undefined || p === null ? null : p < 0.05, smd: covers(measureOf(found, "x", "standardised-mean-difference")?.interval, shift, level),
        refused: verdict === "inconclusive" && /depend on one another|hang together/.test(found.findings[0]?.reason ?? ""),
      };
    },
  };
};

const beyond = (n: number): Scenario => ({
  ...inside(n, 0.8, "margin"), id: `dependence/refusal/0.8/${n}`, title: `autocorrelation 0.8, exactly on the margin: it must say that it cannot tell; ${n.toLocaleString("en-US")} rows`, small: 0,
  claims: [
    { counter: "refused", question: "refuses, because rows depend too strongly", rule: "at-least", nominal: 0.9 },
    { counter: "fail", question: "says fail all the same", rule: "at-most", nominal: familyAlpha }, { counter: "pass", question: "says pass all the same", rule: "at-most", nominal: familyAlpha },
  ],
});

/** Few rows that hang together strongly are refused; of many enough are left, and levels are promised for them too. */
export const dependenceScenarios = (): Scenario[] => [300, 1000, 10_000, 100_000].flatMap((n) => [
  ...[0, 0.3, 0.5, ...(n >= 10_000 ? [0.8, 0.95] : [])].flatMap((phi) => [inside(n, phi, "equal"), inside(n, phi, "margin")]), ...(n < 10_000 ? [beyond(n)] : []),
]);
