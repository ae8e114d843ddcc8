import { expect, test } from "vitest";
import type { Finding } from "../domain/finding.ts";
import { applyModes, checkOf } from "./apply-modes.ts";

const finding = (check: string, mode: Finding["mode"], segment: string | null = null): Finding => ({
  id: check, check, subject: { kind: "output", name: "score", segment }, verdict: "fail", severity: "high", mode, statement: "", estimate: null, unit: "", interval: null,
  margin: null, marginOrigin: null, n: 0, noiseFloor: null, reason: "", action: "", needed: null, evidence: {},
});

test.each([
  ["parity.score", "parity"], ["parity.decision", "parity"], ["parity.coverage", "coverage"], ["parity.errors", "errors"], ["parity.latency", "latency"],
  ["parity.metric", "metrics"], ["parity.repeat", "noise"], ["environment.agreed", "environment"], ["preprocessing.case", "preprocessing"], ["budgets", "budgets"], ["reported.metric", "reported"],
])("%s belongs to %s", (check, name) => expect(checkOf(finding(check, "enforce"))).toBe(name));

test("a finding about a segment belongs to the segments", () => expect(checkOf(finding("parity.score", "enforce", "region = EU"))).toBe("segments"));

test("an agreed mode only weakens", () => {
  expect(applyModes([finding("parity.score", "enforce"), finding("parity.latency", "warn")], { parity: "observe", latency: "enforce" }).map(({ mode }) => mode)).toEqual(["observe", "warn"]);
});
