import { describe, expect, it } from "vitest";
import type { Finding } from "../../../core/domain/finding.ts";
import type { ProfileSpec } from "../../../core/domain/profile.ts";
import { judgeRun } from "../../../core/judge/decide.ts";
import { defaultMargins, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { type ProfileRow, profileOf, profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import { normal } from "../../../core/random/normal.ts";
import { xoshiro128 } from "../../../core/random/xoshiro-128.ts";
import { checkShifts, countShiftClaims } from "./check-shifts.ts";

const settings: PopulationSettings = { margins: defaultMargins, agreed: new Set(["distance"]), alphaPerClaim: 0.05 / 20, names: { reference: "staging", candidate: "production" } };
const check = (spec: ProfileSpec, reference: readonly ProfileRow[], candidate: readonly ProfileRow[], over: Partial<PopulationSettings> = {}) =>
  checkShifts({ reference: profileOf(spec, reference, { name: "a" }), candidate: profileOf(spec, candidate, { name: "b" }), settings: { ...settings, ...over } });
const times = <T>(n: number, of: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => of(index));
const incomes = (n: number, seed: number, by = 0): ProfileRow[] => { const random = xoshiro128(seed); return times(n, () => ({ income: 40_000 * Math.exp(0.5 * normal(random) + by) })); };
const of = (findings: readonly Finding[], check_: string): Finding | undefined => findings.find((finding) => finding.check === `population.${check_}`);
const income = profileSpecOf([{ name: "income" }]);

describe("a numeric column", () => {
  it("passes where nothing moved, and every measure is there with what chance makes of it", () => {
    const { shifts, findings } = check(income, incomes(1500, 1), incomes(1000, 2));
    expect(findings.map(({ verdict }) => verdict)).toEqual(["pass"]);
    const [shift] = shifts;
    expect(shift).toMatchObject({ verdict: "pass", nReference: 1500, nCandidate: 1000, segment: null });
    for (const measure of ["chi-square-distance", "psi", "js-distance", "total-variation", "ks", "wasserstein-sd", "standardised-mean-difference", "quantile-shift-p50", "missing-share"]) expect(shift?.measures.map((each) => each.measure)).toContain(measure);
    for (const { measure, value, null95 } of shift?.measures ?? []) if (["psi", "js-distance", "total-variation", "ks", "wasserstein-sd"].includes(measure)) expect(value).toBeLessThan(1.6 * (null95 ?? 0));
    const values = incomes(1500, 1).map((row) => Number(row["income"])).sort((x, y) => x - y);
    const said = (name: string): number => Number(shift?.summary.find((each) => each.name === name)?.reference);
    expect(Math.abs(said("p50") / (values[749] ?? 0) - 1)).toBeLessThanOrEqual(0.01);
    expect(said("mean")).toBeCloseTo(values.reduce((x, y) => x + y, 0) / 1500, 6);
    expect(said("sd")).toBeCloseTo(Math.sqrt(values.reduce((x, y) => x + (y - said("mean")) ** 2, 0) / 1499), 4);
    expect(shift?.picture?.bars.reduce((sum, bar) => sum + bar.reference + bar.candidate, 0)).toBe(2500);
    expect(shift?.picture?.bars.length).toBeLessThanOrEqual(40);
  });
  it("fails where the middle moved, effect first, and only warns as a feature", () => {
    const { findings } = check(income, incomes(1500, 1), incomes(1000, 2, 0.4));
    const found = of(findings, "shift");
    expect(found).toMatchObject({ verdict: "fail", mode: "warn", margin: 0.1, marginOrigin: "agreed", subject: { kind: "feature", name: "income", segment: null } });
    expect(found?.statement).toMatch(/^income is shifted in production: distance 0\.\d+ \(0\.\d+ to [\d.]+\) against a margin of 0\.1; median [34]\d,\d00 → 5\d,\d00$/);
    expect(judgeRun(findings)).toBe("warn");
  });
  it("is no alarm where there are few rows, and says how many are missing", () => {
    expect(of(check(income, incomes(1500, 1), incomes(20, 2, 3)).findings, "shift")).toMatchObject({ verdict: "inconclusive", needed: 10 });
    const small = of(check(income, incomes(60, 1), incomes(60, 2)).findings, "shift");
    expect(small?.verdict).toBe("inconclusive");
    expect(small?.needed).toBeGreaterThan(50);
  });
  it("of one value is the same only where it is the same value", () => {
    const one = (value: number | null): ProfileRow[] => times(400, () => ({ income: value }));
    expect(check(income, one(7), one(7)).shifts[0]?.verdict).toBe("pass");
    expect(check(income, one(7), one(7.01)).shifts[0]?.verdict).toBe("fail");
    expect(check(income, one(7), incomes(400, 1)).shifts[0]?.verdict).toBe("fail");
    expect(check(income, one(null), one(null)).shifts[0]?.verdict).toBe("inconclusive");
    expect(judgeRun(check(income, [], []).findings)).not.toBe("pass");
  });
  it("with a rare value beside a common one is judged by how rare that is", () => {
    const flags = (n: number, every: number): ProfileRow[] => times(n, (index) => ({ income: index % every === 0 ? 1 : 0 }));
    expect(check(income, flags(2000, 500), flags(2000, 400)).shifts[0]).toMatchObject({ verdict: "pass", deciding: "elsewhere-share" });
    expect(check(income, flags(2000, 500), flags(2000, 12)).shifts[0]?.verdict).toBe("fail");
  });
  it("that is missing more often fails for that", () => {
    const holes = (n: number, seed: number, every: number): ProfileRow[] => incomes(n, seed).map((row, index) => (index % every === 0 ? { income: index % 2 === 0 ? null : Number.NaN } : row));
    const { findings, shifts } = check(income, holes(2000, 1, 100), holes(2000, 2, 9));
    expect(of(findings, "missing")).toMatchObject({ verdict: "fail", subject: { kind: "missing", name: "income" } });
    expect(of(findings, "missing")?.statement).toMatch(/^income is missing more often in production: 1 % → 11\.2 %, a difference of 10\.2 %/);
    expect(of(findings, "shift")?.verdict).toBe("pass");
    expect(shifts[0]).toMatchObject({ verdict: "fail", deciding: "missing-share", missingCandidate: 223 });
  });
  it("keeps its infinities and its tails in their places", () => {
    const tails = (n: number, seed: number): ProfileRow[] => { const random = xoshiro128(seed); return times(n, (index) => ({ income: index % 50 === 0 ? Infinity : index % 77 === 0 ? -Infinity : (random.unit() < 0.5 ? -1 : 1) * (1 - random.unit()) ** (-1 / 1.1) })); };
    expect(check(income, tails(3000, 3), tails(3000, 4)).shifts[0]?.verdict).toBe("pass");
  });
});

describe("other kinds", () => {
  const region = profileSpecOf([{ name: "region", role: "decision", categories: ["EU", "US", "JP"] }]);
  const mix = (n: number, shares: readonly (readonly [string, number])[]): ProfileRow[] => times(n, (index) => { const at = ((index * 37) % n) / n; return { region: shares.find(([, upTo]) => at < upTo)?.[0] ?? "JP" }; });
  it("a mix of categories that stays, and one that moves", () => {
    const before = mix(1000, [["EU", 0.5], ["US", 0.8]]);
    expect(check(region, before, mix(800, [["EU", 0.49], ["US", 0.8]])).shifts[0]?.verdict).toBe("pass");
    const { findings } = check(region, before, mix(800, [["EU", 0.2], ["US", 0.8]]));
    expect(of(findings, "shift")).toMatchObject({ verdict: "fail", mode: "enforce", subject: { kind: "decision" } });
    expect(of(findings, "shift")?.statement).toContain("EU 50 % → 20 %");
    expect(judgeRun(findings)).toBe("fail");
  });
  it("a category that was never seen, with its name", () => {
    const { findings } = check(region, mix(1000, [["EU", 0.5], ["US", 0.8]]), mix(1000, [["EU", 0.48], ["US", 0.77], ["XX", 0.82]]));
    const unseen = of(findings, "unseen");
    expect(unseen).toMatchObject({ verdict: "fail", interval: { method: "square and add (Clopper-Pearson)" } });
    expect(unseen?.evidence["values"]).toContain("XX");
  });
  it("texts by their lengths", () => {
    const note = profileSpecOf([{ name: "note", kind: "text" }]);
    const texts = (n: number, longest: number): ProfileRow[] => times(n, (index) => ({ note: "x".repeat(1 + (index % longest)) }));
    expect(check(note, texts(500, 20), texts(500, 20)).shifts[0]?.verdict).toBe("pass");
    expect(check(note, texts(500, 20), texts(500, 40)).shifts[0]?.verdict).toBe("fail");
  });
  it("times go on by nature", () => {
    const when = profileSpecOf([{ name: "signed_up", kind: "time", pivot: 1.7e9 }]);
    const days = (from: number): ProfileRow[] => times(400, (index) => ({ signed_up: 1.7e9 + from + index * 60 }));
    const { findings, shifts } = check(when, days(0), days(1e6));
    expect(of(findings, "shift")).toMatchObject({ verdict: "fail", mode: "observe" });
    expect(shifts[0]?.verdict).toBe("pass");
  });
});

describe("segments and families", () => {
  const spec = profileSpecOf([{ name: "income" }, { name: "score", role: "score", binning: "two-tailed" }, { name: "region", categories: ["EU", "US"] }], { segments: [{ column: "region", values: ["EU", "US"] }] });
  const rows = (n: number, seed: number, byInEurope: number): ProfileRow[] => { const random = xoshiro128(seed); return times(n, (index) => ({ region: index % 4 === 0 ? "EU" : "US", income: normal(random) + (index % 4 === 0 ? byInEurope : 0), score: 1 / (1 + Math.exp(-normal(random))) })); };
  it("finds what moved in one segment only, and draws no picture of it", () => {
    const { shifts, findings } = check(spec, rows(2000, 1, 0), rows(2000, 2, 1));
    const there = findings.filter(({ subject }) => subject.segment !== null);
    expect(there.map(({ subject, verdict }) => [subject.name, subject.segment, verdict])).toEqual([["income", "region = EU", "fail"]]);
    expect(there[0]?.statement).toMatch(/^income where region = EU is shifted/);
    expect(shifts.filter(({ column }) => column === "region")).toHaveLength(1);
    expect(shifts.filter(({ segment }) => segment !== null).every(({ picture }) => picture === null)).toBe(true);
  });
  it("counts as many claims as can fail, and one family alone on demand", () => {
    expect(countShiftClaims(spec)).toEqual({ features: 3 * 2 + 3, outcomes: 3 * 2 });
    const [reference, candidate] = [profileOf(spec, rows(200, 1, 0), { name: "a" }), profileOf(spec, rows(200, 2, 0), { name: "b" })];
    expect(new Set(checkShifts({ reference, candidate, settings, family: "outcomes" }).shifts.map(({ column }) => column))).toEqual(new Set(["score"]));
    expect(() => checkShifts({ reference, candidate: { ...candidate, specDigest: "other" }, settings })).toThrow(RangeError);
  });
});

describe("rows that depend on one another", () => {
  const spec = profileSpecOf([{ name: "income" }], { blocks: 40 });
  const walk = (n: number, phi: number, seed: number): ProfileRow[] => { const random = xoshiro128(seed); let x = normal(random); return times(n, () => { x = phi * x + Math.sqrt(1 - phi * phi) * normal(random); return { income: x + 5 }; }); };
  it("are divided by what they are worth, or refused", () => {
    const mild = check(spec, walk(3000, 0.3, 1), walk(3000, 0.3, 2));
    expect(mild.shifts[0]?.effectiveReference).toBeLessThan(2500);
    expect(mild.shifts[0]?.verdict).toBe("pass");
    expect(mild.dependence).toContain("Rows hang together in 1 column");
    const strong = check(spec, walk(3000, 0.95, 3), walk(3000, 0.95, 4));
    expect(of(strong.findings, "shift")?.verdict).toBe("inconclusive");
    expect(of(strong.findings, "shift")?.reason).toMatch(/depend on one another/);
    expect(strong.dependence).toContain("too strongly or for too long");
  });
  it("are taken as independent where there is no order, and that is said", () => {
    const { dependence, shifts } = check(income, incomes(300, 1), incomes(300, 2));
    expect(dependence).toMatch(/not known: staging and production have no order/);
    expect(shifts[0]?.effectiveReference).toBe(null);
  });
});
