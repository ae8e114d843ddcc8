import { expect, it } from "vitest";
import type { Finding } from "../domain/finding.ts";
import { headlinePopulation } from "./headline-population.ts";

const finding = (told: Partial<Finding>): Finding => ({
  id: "population.shift:distance:age", check: "population.shift", subject: { kind: "feature", name: "age", segment: null }, verdict: "pass", severity: "info", mode: "warn", statement: "age is distributed alike",
  estimate: 0, unit: "chi-square distance", interval: null, margin: 0.1, marginOrigin: "default", n: 5000, noiseFloor: null, reason: "", action: "nothing to do", needed: null, evidence: {}, ...told,
});
const unseen = finding({ id: "population.performance:labels", check: "population.performance", mode: "observe", n: 0 });
const population = { shifts: [], metrics: [], fairness: [], quality: [], reference: { name: "march", rows: 4000 }, candidate: { name: "april", rows: 5000 } };

it("a pass without labels says in the same breath that nothing is known of how right predictions are", () => {
  expect(headlinePopulation({ verdict: "pass", findings: [finding({}), unseen], population })).toBe("april is like march in nothing that was looked at (5,000 predictions against 4,000). There are no labels, so nothing is said of how right the predictions are.");
  expect(headlinePopulation({ verdict: "pass", findings: [finding({})], population })).not.toContain("labels");
});

it("tells of the whole before a segment that is further apart", () => {
  const failed = { verdict: "fail", mode: "enforce", severity: "critical", margin: 0.1 } as const;
  const east = finding({ ...failed, estimate: 0.9, statement: "age where region = east is shifted", subject: { kind: "output", name: "age", segment: "region = east" } });
  const all = finding({ ...failed, severity: "high", estimate: 0.3, statement: "age is shifted" });
  expect(headlinePopulation({ verdict: "fail", findings: [east, all], population })).toMatch(/^april is not like march: age is shifted \(/);
  expect(headlinePopulation({ verdict: "fail", findings: [east], population })).toContain("where region = east");
});
