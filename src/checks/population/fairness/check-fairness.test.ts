import { describe, expect, test } from "vitest";
import golden from "../../../../spec/stats/independent.json" with { type: "json" };
import { defaultMargins, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { profileOf, type ProfileRow, profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import type { Random } from "../../../core/random/random.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import { checkFairness, countFairnessClaims } from "./check-fairness.ts";

const regions = ["north", "south", "east", "west"];
const spec = profileSpecOf([
  { name: "decision", role: "decision", kind: "category", categories: ["0", "1"] },
  { name: "paid", role: "label", kind: "category", categories: ["0", "1"] },
  { name: "region", role: "segment", kind: "category", categories: regions },
], { positive: "1", segments: [{ column: "region", values: regions }], judged: [{ output: "decision", label: "paid", task: "classes" }] });

const settings: PopulationSettings = { margins: defaultMargins, agreed: new Set(), alphaPerClaim: 0.05 / countFairnessClaims(spec, ["region"]), names: { reference: "staging", candidate: "production" } };

/** Rows of each region whose positive decisions come at its own rate; labels agree with decisions in 8 of 10. */
const rows = (random: Random, n: number, rate: (region: string) => number): ProfileRow[] => regions.flatMap((region) => Array.from({ length: n }, () => {
  const paid = random.unit() < 0.5;
  const decision = random.unit() < 2 * rate(region) * (paid ? 0.8 : 0.2);
  return { region, decision: decision ? "1" : "0", paid: paid ? "1" : "0" };
}));

const check = (reference: ProfileRow[], candidate: ProfileRow[], given: Partial<PopulationSettings> = {}) =>
  checkFairness({ reference: profileOf(spec, reference), candidate: profileOf(spec, candidate), settings: { ...settings, ...given }, cohorts: ["region"] });
const of = (result: ReturnType<typeof check>, criterion: string) => result.findings.find((finding) => finding.check === `population.fairness.${criterion}`);

const random = streamOf(3, "fairness");
const equal = rows(random, 1200, () => 0.4);

describe("rates of decisions by group", () => {
  test("equal groups pass, and what chance makes of the gap stands beside it", () => {
    const result = check(equal, rows(random, 1200, () => 0.4));
    expect(result.fairness).toHaveLength(10);
    expect(result.findings.map(({ verdict }) => verdict)).not.toContain("fail");
    expect(of(result, "demographic-parity")).toMatchObject({ verdict: "pass", mode: "enforce", margin: 0.1 });
    const parity = result.fairness.find(({ criterion, environment }) => criterion === "demographic-parity" && environment === "production");
    expect(parity?.gapUnderEquality).toBeGreaterThan(0.015);
    expect(parity?.gapUnderEquality).toBeLessThan(0.045);
    expect(parity?.groups.map(({ group, n }) => [group, n])).toEqual(regions.map((region) => [region, 1200]));
  });

  test("a candidate that treats one group worse fails, by gap, by four-fifths and by true positive rate", () => {
    const result = check(equal, rows(random, 1200, (region) => (region === "west" ? 0.2 : 0.4)));
    for (const criterion of ["demographic-parity", "four-fifths", "equal-opportunity", "equalised-odds"]) expect(of(result, criterion), criterion).toMatchObject({ verdict: "fail", mode: "enforce" });
    expect(of(result, "demographic-parity")?.estimate).toBeCloseTo(0.2, 1);
    expect(of(result, "demographic-parity")?.evidence).toMatchObject({ worse: true, verdictReference: "pass" });
  });

  test("what both break by a default nobody agreed on is a warning; once agreed it fails", () => {
    const unequal = (region: string): number => (region === "west" ? 0.2 : 0.4);
    const [a, b] = [rows(random, 1200, unequal), rows(random, 1200, unequal)];
    expect(of(check(a, b), "demographic-parity")).toMatchObject({ verdict: "warn", mode: "warn" });
    expect(of(check(a, b, { agreed: new Set(["cohortGap"]) }), "demographic-parity")).toMatchObject({ verdict: "fail", mode: "enforce", marginOrigin: "agreed" });
  });

  test("small groups decide nothing", () => {
    const small = rows(random, 30, () => 0.4);
    expect(of(check(small, small), "demographic-parity")?.verdict).toBe("inconclusive");
  });

  test("rates are those of the counts", () => {
    const result = check(equal, equal);
    const odds = result.fairness.find(({ criterion }) => criterion === "predictive-parity");
    const west = equal.filter((row) => row["region"] === "west" && row["decision"] === "1");
    expect(odds?.groups.find(({ group }) => group === "west")).toMatchObject({ n: west.length, rate: west.filter((row) => row["paid"] === "1").length / west.length });
  });
});

test("without a decision, a positive value or the cohort's segment it says so, and nothing is guessed", () => {
  const ask = (columns: Parameters<typeof profileSpecOf>[0], cohorts: string[]) => {
    const plain = profileSpecOf(columns, { segments: [{ column: "region", values: regions }] });
    const profile = profileOf(plain, [{ region: "north", decision: "gold", score: 1 }]);
    return checkFairness({ reference: profile, candidate: profile, settings, cohorts });
  };
  const region = { name: "region", role: "segment", kind: "category", categories: regions } as const;
  expect(ask([region, { name: "score", role: "score" }], ["region"]).findings).toMatchObject([{ verdict: "inconclusive", statement: "fairness was not seen: there is no decision" }]);
  expect(ask([region, { name: "decision", role: "decision", kind: "category", categories: ["gold", "silver"] }], ["region"]).findings).toMatchObject([{ statement: "fairness of decision was not seen: nobody said which of its values is positive" }]);
  expect(ask([region], ["sex"]).findings[0]).toMatchObject({ statement: "fairness by sex was not seen: the populations were not cut by it" });
  expect(ask([region], [])).toEqual({ fairness: [], findings: [] });
});

test("rates and gaps are those of fairlearn", () => {
  const { fairness } = golden;
  const labelled = fairness.rows.flatMap(({ count, ...row }) => Array.from({ length: count }, (): ProfileRow => row));
  const values = ["north", "south", "east"];
  const profile = profileOf({ ...spec, segments: [{ column: "region", values }] }, labelled);
  const found = checkFairness({ reference: profile, candidate: profile, settings, cohorts: ["region"] });
  const value = (criterion: string) => found.findings.find(({ check: name }) => name === `population.fairness.${criterion}`)?.estimate;
  expect(value("demographic-parity")).toBeCloseTo(fairness.demographicParity, 12);
  expect(value("four-fifths")).toBeCloseTo(fairness.fourFifths, 12);
  expect(value("equal-opportunity")).toBeCloseTo(fairness.equalOpportunity, 12);
  expect(value("equalised-odds")).toBeCloseTo(fairness.equalisedOdds, 12);
  expect(value("predictive-parity")).toBeCloseTo(fairness.predictiveParity, 12);
  const parity = found.fairness.find(({ criterion }) => criterion === "demographic-parity");
  for (const group of parity?.groups ?? []) expect(group.rate).toBeCloseTo(fairness.groups[group.group as "north"].selection, 12);
});
