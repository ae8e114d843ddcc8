import { describe, expect, it } from "vitest";
import type { Finding } from "../domain/finding.ts";
import { judgeRun } from "./decide.ts";
import { settleUndecided } from "./settle-undecided.ts";

const finding = (check: string, verdict: Finding["verdict"], mode: Finding["mode"]): Finding => ({
  id: check, check, subject: { kind: "feature", name: "a", segment: null }, verdict, severity: "info", mode, statement: "", estimate: null, unit: "", interval: null, margin: null, marginOrigin: null, n: 1, noiseFloor: null, reason: "", action: "", needed: null, evidence: {},
});
const verdict = (...findings: Finding[]) => judgeRun(settleUndecided(findings));

describe("what could not be told of what only warns", () => {
  it("is no warning beside what was told", () => expect(verdict(finding("population.shift", "pass", "enforce"), finding("population.shift", "inconclusive", "warn"))).toBe("pass"));
  it("leaves a warning one", () => expect(verdict(finding("population.shift", "fail", "warn"), finding("population.shift", "inconclusive", "warn"))).toBe("warn"));
  it("is no pass where nothing was told", () => {
    expect(verdict(finding("population.shift", "inconclusive", "warn"))).toBe("inconclusive");
    expect(verdict(finding("population.correlation", "pass", "warn"), finding("population.shift", "inconclusive", "warn"))).toBe("inconclusive");
  });
  it("leaves what decides as it is", () => expect(verdict(finding("population.shift", "pass", "warn"), finding("population.shift", "inconclusive", "enforce"))).toBe("inconclusive"));
});
