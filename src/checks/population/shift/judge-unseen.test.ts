import { describe, expect, it } from "vitest";
import type { CategoryProfile } from "../../../core/domain/profile.ts";
import { defaultMargins, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { multinomial } from "../../../core/random/multinomial.ts";
import { xoshiro128 } from "../../../core/random/xoshiro-128.ts";
import { judgeUnseen } from "./judge-unseen.ts";
import { poolCategories } from "./pool-categories.ts";

const settings: PopulationSettings = { margins: defaultMargins, agreed: new Set(), alphaPerClaim: 0.05, names: { reference: "a", candidate: "b" } };
const zipf = (of: number): number[] => { const weights = Array.from({ length: of }, (_, k) => 1 / (k + 1)); const sum = weights.reduce((a, b) => a + b, 0); return weights.map((each) => each / sum); };
const rare = [...zipf(40).map((share) => share * 0.999), ...Array.from({ length: 10 }, () => 0.0001)];

/** Categories as the reference's rows freeze them; the candidate has this share of its rows in a new one. */
const drawn = (m: number, n: number, shares: readonly number[], added: number, seed: number): { reference: CategoryProfile; candidate: CategoryProfile } => {
  const random = xoshiro128(seed);
  const [a, b] = [multinomial(random, m, [...shares, 0]), multinomial(random, n, [...shares.map((share) => share * (1 - added)), added])];
  const kept = a.flatMap((count, at) => (count > 0 ? [at] : []));
  const side = (counts: readonly number[], rows: number): CategoryProfile => { const known = kept.map((at) => counts[at] ?? 0); return { kind: "category", n: rows, nulls: 0, counts: known, unseen: rows - known.reduce((x, y) => x + y, 0), unseenExamples: [] }; };
  return { reference: side(a, m), candidate: side(b, n) };
};
const failures = (m: number, n: number, shares: readonly number[], added = 0, alphaPerClaim = 0.05): number => Array.from({ length: 60 }, (_, seed) => drawn(m, n, shares, added, seed + 1))
  .filter(({ reference, candidate }) => judgeUnseen(reference, candidate, { reference: m, candidate: n, effectiveReference: m, effectiveCandidate: n, refused: null }, { ...settings, alphaPerClaim }).verdict === "fail").length;

describe("values that the reference never had", () => {
  // 60 at 5 %: more than 9 in fewer than 1 of 1,000 runs at the level itself.
  it.each([[50, 50], [100, 100], [300, 100_000], [50, 1_000_000], [10_000, 100]])("are none where the reference was too small to have them: %d and %d rows", (m, n) => {
    expect(failures(m, n, rare)).toBeLessThanOrEqual(7);
    expect(failures(m, n, zipf(500))).toBeLessThanOrEqual(7);
  });
  it("are seen where 5 % of the rows have one, at the error of one of a hundred claims", () => {
    expect(failures(1000, 1000, rare, 0.05, 0.0005)).toBeGreaterThanOrEqual(45);
    expect(failures(10_000, 1000, rare, 0.05, 0.0005)).toBe(60);
    expect(failures(100_000, 100_000, rare, 0.05, 0.0005)).toBe(60);
  });
  it("say how many of them the reference's own sampling explains", () => {
    const side = (n: number, counts: number[], unseen: number): CategoryProfile => ({ kind: "category", n, nulls: 0, counts, unseen, unseenExamples: [] });
    const claim = judgeUnseen(side(1000, [960, 10, 10, ...Array.from({ length: 20 }, () => 1)], 0), side(1000, [960, 10, 10], 20), { reference: 1000, candidate: 1000, effectiveReference: 1000, effectiveCandidate: 1000, refused: null }, settings);
    expect(claim).toMatchObject({ explained: 0.02, estimate: 0, verdict: "inconclusive" });
    // Frozen are the two most frequent; without any one of its three rows the second would not be.
    expect(judgeUnseen(side(100, [90, 3], 7), side(100, [90, 3], 7), { reference: 100, candidate: 100, effectiveReference: 100, effectiveCandidate: 100, refused: null }, settings).explained).toBeCloseTo(0.1, 12);
  });
});

it("pools categories until the smaller side expects five rows in each, told from both sides", () => {
  const side = (n: number, counts: number[], unseen: number): CategoryProfile => ({ kind: "category", n, nulls: 0, counts, unseen, unseenExamples: [] });
  // Seen five times in 50 rows, but one in a hundred of a hundred thousand: not five are expected of it.
  expect(poolCategories(side(50, [30, 15, 5], 0), side(100_000, [66_000, 32_000, 1000], 1000))).toEqual({ reference: [30, 20], candidate: [66_000, 34_000] });
  expect(poolCategories(side(1000, [500, 300, 200], 0), side(1000, [500, 300, 200], 0)).reference).toEqual([500, 300, 200]);
});
