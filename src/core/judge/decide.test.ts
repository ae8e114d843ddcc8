import { expect, test } from "vitest";
import type { Finding } from "../domain/finding.ts";
import { decide, judgeRun } from "./decide.ts";

const finding = (verdict: Finding["verdict"], mode: Finding["mode"] = "enforce"): Finding => ({
  id: "x", check: "x", subject: { kind: "output", name: "x", segment: null }, verdict, severity: "high", mode, statement: "", estimate: null, unit: "share", interval: null,
  margin: null, marginOrigin: null, n: 0, noiseFloor: null, reason: "", action: "", needed: null, evidence: {},
});

test("no findings are never a pass", () => expect(judgeRun([])).toBe("inconclusive"));
test("only observed findings are no evidence", () => expect(judgeRun([finding("pass", "observe")])).toBe("inconclusive"));
test("a failure wins over missing evidence, an error over a failure", () => {
  expect(judgeRun([finding("pass"), finding("inconclusive"), finding("fail")])).toBe("fail");
  expect(judgeRun([finding("error"), finding("fail")])).toBe("error");
});
test("a warning finding cannot fail a run, whatever it found", () => expect(judgeRun([finding("pass"), finding("fail", "warn")])).toBe("warn"));

test.each([["pass", "proceed", 0], ["warn", "proceed-with-mitigation", 0], ["fail", "pause", 1], ["inconclusive", "pause", 3], ["error", "pause", 4]] as const)("%s: %s, exit %i", (verdict, action, exitCode) => {
  expect(decide(verdict, { candidate: "testing", candidateIsProduction: false })).toMatchObject({ action, exitCode });
});
test("what already serves is rolled back", () => expect(decide("fail", { candidate: "production", candidateIsProduction: true }).action).toBe("roll-back"));
