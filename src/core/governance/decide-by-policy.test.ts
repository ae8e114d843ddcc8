/* oxlint-disable unicorn/no-thenable -- `then` is a key of a rule, which is data and never awaited */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minimalRun } from "../../ports/minimal-run.fixture.ts";
import type { Finding } from "../domain/finding.ts";
import type { DecisionRule } from "../domain/manifest.ts";
import type { Waiver } from "../domain/waiver.ts";
import { judgeRun } from "../judge/decide.ts";
import { applyWaivers } from "./apply-waivers.ts";
import { decideByPolicy } from "./decide-by-policy.ts";
import { effectiveVerdict } from "./effective-verdict.ts";
import { underPolicy } from "./under-policy.ts";

const noon = "2026-11-21T12:00:00.000Z";
const finding = (id: string, over: Partial<Finding> = {}): Finding => ({
  id, check: "parity.score", subject: { kind: "output", name: "score", segment: null }, verdict: "fail", severity: "high", mode: "enforce", statement: `${id} differs`, estimate: 0.2, unit: "share", interval: null, margin: 0.01, marginOrigin: "agreed", n: 100,
  noiseFloor: null, reason: "beyond its margin", action: "look", needed: null, evidence: {}, ...over,
});
const waiver = (over: Partial<Waiver> = {}): Waiver => ({ id: "WVR-2026-0001", model: "credit", environment: null, finding: "parity.score:score", reason: "known", owner: "Ada", requestedBy: "Ada", approvedBy: ["Cem"], from: "2026-11-20T00:00:00.000Z", expiresAt: "2026-11-30T00:00:00.000Z", ...over });
const runWith = (findings: Finding[], name = "candidate") => {
  const plain = minimalRun("r");
  return { ...plain, findings, verdict: judgeRun(findings), environments: { ...plain.environments, candidate: { ...plain.environments.candidate, name, model: "credit" } } };
};

const verdicts = ["pass", "warn", "fail", "inconclusive", "error"] as const;
const severities = ["critical", "high", "medium", "low", "info"] as const;
const anyFinding = fc.record({ id: fc.constantFrom("parity.score:score", "parity.score:other", "latency:p99"), verdict: fc.constantFrom(...verdicts), severity: fc.constantFrom(...severities), mode: fc.constantFrom("enforce" as const, "warn" as const, "observe" as const), kind: fc.constantFrom("output" as const, "latency" as const, "fairness" as const, "quality" as const) })
  .map(({ kind, id, ...over }) => finding(id, { ...over, subject: { kind, name: "score", segment: null } }));
const anyRule = fc.record({ verdict: fc.constantFrom(...verdicts), severity: fc.constantFrom(...severities), criterion: fc.constantFrom("performance" as const, "fairness" as const, "reliability" as const, "parity" as const, "data" as const), then: fc.constantFrom("proceed" as const, "proceed-with-mitigation" as const, "pause" as const, "roll-back" as const) }, { requiredKeys: ["then"] });
const anyWaiver = fc.record({ finding: fc.constantFrom("parity.score:score", "parity.*", "latency:p99", "*x"), from: fc.constantFrom("2026-11-01T00:00:00.000Z", "2026-11-25T00:00:00.000Z"), expiresAt: fc.constantFrom("2026-11-21T12:00:00.000Z", "2026-11-30T00:00:00.000Z") }).map(waiver);

describe("a policy", () => {
  it("decides every run, and lets nothing that could not be told plainly proceed", () => {
    fc.assert(fc.property(fc.array(anyFinding, { maxLength: 5 }), fc.array(anyRule as fc.Arbitrary<DecisionRule>, { maxLength: 4 }), fc.array(anyWaiver, { maxLength: 3 }), (findings, decisions, waivers) => {
      const run = runWith(findings);
      const { action, exitCode, reason } = decideByPolicy(run, { decisions }, waivers, noon);
      const verdict = effectiveVerdict(run, waivers, noon);
      expect(["proceed", "proceed-with-mitigation", "pause", "roll-back"]).toContain(action);
      expect(reason).not.toBe("");
      expect(exitCode === 0).toBe(action.startsWith("proceed"));
      if (verdict === "inconclusive" || verdict === "error") expect(action).not.toBe("proceed");
    }), { numRuns: 300 });
  });

  it("takes the first rule that fits, by verdict, severity, criterion, environment and kind", () => {
    const run = runWith([finding("latency:p99", { check: "latency", severity: "medium", subject: { kind: "latency", name: "p99", segment: null } })], "staging");
    const by = (...decisions: DecisionRule[]) => decideByPolicy(run, { decisions }, [], noon).byRule;
    expect(by({ verdict: "pass", then: "proceed" }, { criterion: "fairness", then: "roll-back" }, { verdict: "fail", severity: "high", then: "pause" }, { criterion: "reliability", severity: "medium", environment: "staging", kind: "check", then: "proceed-with-mitigation" })).toBe("policy.decisions[3]");
    expect(by({ environment: "production", then: "pause" }, { kind: "validate", then: "pause" })).toBeNull();
    expect(decideByPolicy(run, { decisions: [{ verdict: "fail", then: "proceed-with-mitigation", why: "staging only" }] }, [], noon)).toMatchObject({ action: "proceed-with-mitigation", exitCode: 0, reason: "policy.decisions[0]: staging only" });
  });
});

describe("a waiver", () => {
  it("that is over, or not begun, never changes a verdict", () => {
    fc.assert(fc.property(fc.array(anyFinding, { maxLength: 5 }), fc.array(anyWaiver, { maxLength: 3 }), fc.boolean(), (findings, waivers, later) => {
      const over = waivers.map((each) => (later ? { ...each, from: "2026-11-22T00:00:00.000Z" } : { ...each, expiresAt: noon }));
      const run = runWith(findings);
      expect(effectiveVerdict(run, over, noon)).toBe(run.verdict);
      // Nor does one that held when it was judged.
      const judged = underPolicy(run, null, waivers, "2026-11-21T11:00:00.000Z");
      expect(effectiveVerdict(judged, [], "2026-12-01T00:00:00.000Z")).toBe(run.verdict);
    }), { numRuns: 300 });
  });

  it("keeps verdict and evidence, counts as a warning, and is in the first sentence, until it ends", () => {
    const run = runWith([finding("parity.score:score")]);
    const judged = underPolicy(run, null, [waiver({ singlePerson: true })], noon);
    expect(judged).toMatchObject({ verdict: "warn", decision: { action: "proceed-with-mitigation", exitCode: 0 }, findings: [{ verdict: "fail", estimate: 0.2, waived: { waiver: "WVR-2026-0001", owner: "Ada" } }] });
    // What was accepted is still so.
    expect(judged.headline).toBe(`${run.headline} Waived by WVR-2026-0001 (Ada, until 2026-11-30, asked and approved by one person).`);
    expect(effectiveVerdict(judged, [waiver()], "2026-11-30T00:00:00.000Z")).toBe("fail");
    expect(decideByPolicy(judged, null, [waiver()], "2026-11-30T00:00:00.000Z")).toMatchObject({ action: "pause", exitCode: 1, waivers: [] });
    expect(decideByPolicy({ ...judged, environments: runWith([], "production").environments }, null, [], "2026-11-30T00:00:00.000Z").action).toBe("roll-back");
  });

  it("is none that nobody gave: a mark by itself waives nothing", () => {
    const forged = { ...runWith([finding("parity.score:score", { waived: { waiver: "WVR-2026-0009", owner: "Ada", reason: "so", expiresAt: "2099-01-01T00:00:00.000Z" } })]), verdict: "warn" as const };
    expect(effectiveVerdict(forged, [], noon)).toBe("fail");
    expect(decideByPolicy(forged, null, [], noon)).toMatchObject({ action: "pause", waivers: [] });
  });

  it("by the beginning of an id does not cover what nobody could tell", () => {
    const untold = [finding("parity.score:score", { verdict: "inconclusive" }), finding("parity.score:other", { verdict: "error" })];
    expect(applyWaivers(untold, [waiver({ finding: "parity.*" })], noon).map(({ waived }) => waived)).toEqual([undefined, undefined]);
    expect(applyWaivers(untold, [waiver()], noon).map(({ waived }) => waived?.waiver)).toEqual(["WVR-2026-0001", undefined]);
  });
});
