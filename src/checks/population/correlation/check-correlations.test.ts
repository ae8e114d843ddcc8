import { describe, expect, it } from "vitest";
import { defaultMargins, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { type ProfileRow, profileOf, profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import { normal } from "../../../core/random/normal.ts";
import { xoshiro128 } from "../../../core/random/xoshiro-128.ts";
import { checkCorrelations } from "./check-correlations.ts";

const settings: PopulationSettings = { margins: defaultMargins, agreed: new Set(), alphaPerClaim: 0.05, names: { reference: "staging", candidate: "production" } };
const spec = profileSpecOf([{ name: "a", pivot: 1000 }, { name: "b" }, { name: "c" }, { name: "same" }]);
const heavy = (random: ReturnType<typeof xoshiro128>): number => (random.unit() < 0.5 ? -1 : 1) * (1 - random.unit()) ** (-1 / 1.1);
const rows = (n: number, seed: number, r: number, draw: (random: ReturnType<typeof xoshiro128>) => number = normal): ProfileRow[] => {
  const random = xoshiro128(seed);
  return Array.from({ length: n }, () => { const a = draw(random); return { a: 1000 + a, b: r * a + Math.sqrt(1 - r * r) * draw(random), c: draw(random), same: 4 }; });
};
const check = (reference: ProfileRow[], candidate: ProfileRow[]) => checkCorrelations({ reference: profileOf(spec, reference, { name: "x" }), candidate: profileOf(spec, candidate, { name: "y" }), settings });

describe("how columns hang together", () => {
  it("is the same in equal populations, and columns that do not vary have no say", () => {
    const { correlations, findings } = check(rows(2000, 1, 0.5), rows(1500, 2, 0.5));
    expect(correlations.map(({ a, b }) => a + b).sort()).toEqual(["ab", "ac", "bc"]);
    expect(correlations.find(({ a, b }) => a + b === "ab")?.reference).toBeCloseTo(0.5, 1);
    expect(findings).toMatchObject([{ verdict: "pass", mode: "warn", subject: { kind: "correlation" } }]);
  });
  it("is told pair by pair where it changed, strongest first", () => {
    const { correlations, findings } = check(rows(2000, 1, 0.7), rows(1500, 2, -0.2));
    expect(correlations[0]).toMatchObject({ a: "a", b: "b", verdict: "fail" });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.statement).toMatch(/^a and b hang together otherwise in production: correlation 0\.\d+ → -0\.\d+, a difference of -0\.\d+ \(-[\d.]+ to -[\d.]+\) against a margin of 0\.2$/);
  });
  it("cannot be told from few rows, nor from tails that one row decides", () => {
    expect(check(rows(40, 1, 0.5), rows(40, 2, 0.5)).findings[0]?.verdict).toBe("inconclusive");
    for (let seed = 0; seed < 10; seed++) expect(check(rows(300, seed, 0, heavy), rows(300, seed + 50, 0, heavy)).correlations.map(({ verdict }) => verdict)).not.toContain("fail");
  });
  it("holds all pairs together to one error", () => {
    const { findings } = check(rows(2000, 1, 0.7), rows(1500, 2, -0.2));
    expect(findings[0]?.reason).toContain("held to an error of 0.00833");
  });
  it("says nothing where nothing was crossed", () => {
    const bare = profileSpecOf([{ name: "a" }]);
    const profile = profileOf(bare, [{ a: 1 }]);
    expect(checkCorrelations({ reference: profile, candidate: profile, settings })).toEqual({ correlations: [], findings: [] });
  });
});
