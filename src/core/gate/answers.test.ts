import fc from "fast-check";
import { expect, test } from "vitest";
import { canaryStep } from "./canary-step.ts";
import { flaggerAnswer, flaggerHooks } from "./flagger-answer.ts";
import type { GateVerdict } from "./gate-verdict.ts";

const told = (over: Partial<GateVerdict>): GateVerdict => ({ verdict: "pass", decision: "proceed", sentence: "It agrees.", model: "m", environment: "e", version: null, key: "k", run: "r", finding: null, estimate: null, unit: null,
  interval: null, margin: null, asOf: "2026-10-02T12:00:00.000Z", ageSeconds: 1, stale: false, failedBefore: false, reasons: [], ...over });
const known = { since: Date.parse("2026-10-02T11:00:00.000Z"), failure: null };
const anyVerdict = fc.record({ verdict: fc.constantFrom("pass" as const, "warn" as const, "fail" as const, "inconclusive" as const, "error" as const), decision: fc.constantFrom("proceed" as const, "proceed-with-mitigation" as const, "pause" as const, "roll-back" as const) });

test("law: only what passes and may proceed goes on, at every hook", () => {
  fc.assert(fc.property(anyVerdict, fc.constantFrom(...flaggerHooks), (over, hook) => {
    if (hook === "event" || hook === "rollback") return;
    const { status, sentence } = flaggerAnswer(hook, told(over), known, false);
    expect(status).toBe((over.verdict === "pass" || over.verdict === "warn") && over.decision.startsWith("proceed") ? 200 : 409);
    expect(sentence).toContain(over.verdict);
  }));
});

test("law: rollback is answered yes only to a failure, of this rollout, whose decision says so or that was asked for", () => {
  fc.assert(fc.property(anyVerdict, fc.boolean(), fc.boolean(), (over, anyFailure, old) => {
    const { status } = flaggerAnswer("rollback", told({ ...over, asOf: old ? "2026-10-02T10:00:00.000Z" : "2026-10-02T12:00:00.000Z" }), known, anyFailure);
    expect(status).toBe(over.verdict === "fail" && !old && (anyFailure || over.decision === "roll-back") ? 200 : 409);
  }));
  const failed = told({ verdict: "fail", decision: "roll-back", asOf: "2026-10-02T10:00:00.000Z" });
  expect(flaggerAnswer("rollback", { ...failed, version: "8" }, known, false).status).toBe(200);
  expect(flaggerAnswer("rollback", { ...failed, asOf: null }, null, true).status).toBe(409);
});

test("the canary's share goes up one step on a pass, stays while nothing can be told, and is none after a failure", () => {
  const step = (over: Partial<GateVerdict>, current: number) => canaryStep(told(over), current, [10, 25, 50, 100]).percent;
  expect([step({}, 0), step({}, 10), step({}, 30), step({}, 100), step({ verdict: "warn", decision: "proceed-with-mitigation" }, 10)]).toEqual([10, 25, 50, 100, 25]);
  expect([step({ verdict: "inconclusive", decision: "pause" }, 25), step({ verdict: "error", decision: "pause" }, 25), step({ decision: "pause" }, 25)]).toEqual([25, 25, 25]);
  expect(step({ verdict: "fail", decision: "pause" }, 50)).toBe(0);
});
