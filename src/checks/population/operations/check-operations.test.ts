import { describe, expect, test } from "vitest";
import type { Profile } from "../../../core/domain/profile.ts";
import { defaultMargins, type PopulationSettings } from "../../../core/judge/population-settings.ts";
import { profileOf, type ProfileRow, profileSpecOf } from "../../../core/profile/profile.fixture.ts";
import { normal } from "../../../core/random/normal.ts";
import { streamOf } from "../../../core/random/stream-of.ts";
import { checkOperations, countOperationsClaims } from "./check-operations.ts";

const spec = profileSpecOf([{ name: "decision", role: "decision", kind: "category", categories: ["approve", "deny", "escalate"] }]);
const settings: PopulationSettings = { margins: defaultMargins, agreed: new Set(["rareRatio"]), alphaPerClaim: 0.05 / countOperationsClaims(spec), names: { reference: "staging", candidate: "production" } };

const random = streamOf(11, "operations");
const rows = (n: number, { slower = 1, errors = 0, rare = 0, hours = 24 } = {}): ProfileRow[] => Array.from({ length: n }, (_, i) => ({
  decision: i < rare ? "escalate" : i % 3 === 0 ? "deny" : "approve", latency_ms: slower * Math.exp(3 + 0.5 * normal(random)), status: i < errors ? 503 : 200, error: i < errors ? "timeout" : null, ts: Date.UTC(2026, 9, 1) / 1000 + (i / n) * hours * 3600,
}));
const compare = (reference: ProfileRow[] | Profile, candidate: ProfileRow[] | Profile) => checkOperations({ reference: Array.isArray(reference) ? profileOf(spec, reference) : reference, candidate: Array.isArray(candidate) ? profileOf(spec, candidate) : candidate, settings });

describe("how two populations were served", () => {
  test("the same service passes, and throughput is shown and not judged", () => {
    const result = compare(rows(2000, { rare: 4 }), rows(2000, { rare: 5 }));
    expect(result.metrics.map(({ metric, verdict }) => [metric, verdict])).toEqual([["latency-p50", "pass"], ["latency-p95", "pass"], ["latency-p99", expect.any(String)], ["errors", "pass"], ["non-success", "pass"], ["throughput", "inconclusive"], ["rare-event", "inconclusive"]]);
    expect(result.findings.some(({ verdict, mode }) => verdict === "fail" || (verdict === "inconclusive" && mode === "enforce"))).toBe(false);
    expect(result.findings.some(({ check }) => check.endsWith("throughput"))).toBe(false);
  });

  test("half as slow again is told for every quantile, as a warning", () => {
    const result = compare(rows(2000), rows(2000, { slower: 1.5 }));
    const latency = result.findings.filter(({ subject }) => subject.kind === "latency");
    expect(latency.map(({ verdict, mode }) => [verdict, mode])).toEqual([["fail", "warn"], ["fail", "warn"], [expect.any(String), "warn"]]);
    expect(latency[0]?.estimate).toBeGreaterThan(1.4);
    expect(latency[0]?.estimate).toBeLessThan(1.6);
  });

  test("errors beyond the margin fail, by error and by status; no error at all has an upper bound", () => {
    const result = compare(rows(2000), rows(2000, { errors: 80 }));
    for (const metric of ["errors", "non-success"]) expect(result.metrics.find((each) => each.metric === metric)).toMatchObject({ verdict: "fail", reference: 0, candidate: 0.04 });
    // 3.69 of n is the two-sided 95 % bound of 0.
    expect(result.findings.find(({ check }) => check === "population.operations.errors")?.evidence["upperReference"]).toBeCloseTo(3.69 / 2000, 4);
  });

  test("a decision that was one in a thousand and is six fails by its exact ratio; it moved no average", () => {
    const result = compare(rows(5000, { rare: 5 }), rows(5000, { rare: 45 }));
    const rare = result.findings.find(({ check }) => check === "population.operations.rare-events");
    expect(rare).toMatchObject({ verdict: "fail", mode: "enforce", estimate: 9, margin: 2, marginOrigin: "agreed", interval: { method: "exact conditional binomial" } });
    expect(rare?.interval?.low).toBeGreaterThan(3);
  });

  test("an event that came never and four times is no evidence yet, and has no finite ratio", () => {
    const rare = compare(rows(5000), rows(5000, { rare: 4 })).findings.find(({ check }) => check === "population.operations.rare-events");
    expect(rare).toMatchObject({ verdict: "inconclusive", mode: "observe", estimate: null, interval: { high: null } });
  });

  test("windows of different lengths are said", () => {
    const result = compare(rows(500, { hours: 24 }), rows(500, { hours: 168 }));
    expect(result.metrics.find(({ metric }) => metric === "throughput")?.reason).toContain("the windows are 24 and 168 hours long");
  });

  test("a log without operations makes no claims", () => {
    const plain = Array.from({ length: 50 }, (_, i): ProfileRow => ({ decision: i % 2 === 0 ? "approve" : "deny" }));
    expect(compare(plain, plain)).toEqual({ metrics: [], findings: [] });
  });
});
