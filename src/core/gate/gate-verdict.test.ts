import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { GateFacts, GateQuestion, GateRun, OpenDeparture } from "./gate-facts.ts";
import { gateVerdict } from "./gate-verdict.ts";

const now = Date.parse("2026-10-02T12:00:00.000Z");
const minute = 60_000;
const question: GateQuestion = { model: "credit", environment: "production", version: null, kinds: null, notBefore: null, maxAge: 24 * 60 * minute, key: null };
const run = (over: Partial<GateRun> = {}): GateRun => ({ id: "r1", kind: "check", at: now - minute, version: "8", verdict: "pass", action: over.verdict === "fail" ? "roll-back" : "proceed", headline: "It agrees.", finding: null, ...over });
const facts = (runs: readonly GateRun[], over: Partial<GateFacts> = {}): GateFacts => ({ runs, departures: [], stale: null, ...over });
const departure = (over: Partial<OpenDeparture> = {}): OpenDeparture => ({ id: "INC-2026-0001", title: "precision fell", run: "r0", at: now - 1, version: "8", consequence: "pause", ...over });
const answer = (runs: readonly GateRun[], over: Partial<GateQuestion> = {}, known: Parameters<typeof gateVerdict>[2] = null) => gateVerdict({ ...question, ...over }, facts(runs), known, now);

describe("no evidence is never a pass", () => {
  test("no run; none of a kind that was asked for; one too old, before the rollout, of another or no version, of tomorrow", () => {
    const cases = [answer([]), answer([run()], { kinds: ["check", "validate"] }), answer([run({ at: now - 25 * 60 * minute })]), answer([run()], { notBefore: now - 1 }),
      answer([run()], { version: "9" }), answer([run({ version: null })], { version: "8" }), answer([run({ at: now + 60 * minute })])];
    expect(cases.map(({ verdict, decision }) => `${verdict} ${decision}`)).toEqual(cases.map(() => "inconclusive pause"));
    expect(cases[4]?.reasons[0]).toBe("the newest check, r1, is of version 8, not of 9.");
  });

  test("an older run of the version does, while another version's is newer", () => {
    expect(answer([run({ id: "r2", version: "9", verdict: "fail" }), run()], { version: "8" })).toMatchObject({ verdict: "pass", run: "r1", ageSeconds: 60 });
  });

  test("law: it passes only where every kind that was asked for has a newest run that passes, young enough, of the version, and nothing is open", () => {
    const anyRun = fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), kind: fc.constantFrom("check" as const, "compare" as const, "validate" as const), at: fc.integer({ min: now - 3 * 864e5, max: now }), version: fc.constantFrom("8", "9", null),
      verdict: fc.constantFrom("pass" as const, "warn" as const, "fail" as const, "inconclusive" as const, "error" as const), action: fc.constantFrom("proceed" as const, "pause" as const, "roll-back" as const), headline: fc.constant("h"), finding: fc.constant(null) });
    fc.assert(fc.property(fc.array(anyRun, { maxLength: 6 }), fc.constantFrom(null, "8"), fc.constantFrom(null, ["check" as const], ["check" as const, "validate" as const]), fc.boolean(), (some, version, kinds, open) => {
      const runs = some.toSorted((a, b) => b.at - a.at);
      const told = gateVerdict({ ...question, version, kinds }, facts(runs, { departures: open ? [departure()] : [] }), null, now);
      if (told.verdict !== "pass") return;
      expect(open).toBe(false);
      for (const kind of kinds ?? new Set(runs.map((each) => each.kind))) {
        const newest = runs.find((each) => each.kind === kind && (version === null || each.version === version));
        expect(newest?.verdict).toBe("pass");
        expect(now - (newest?.at ?? 0)).toBeLessThanOrEqual(question.maxAge);
      }
    }));
  });
});

describe("a failure wins every race", () => {
  test("one run fails and a later one passes within the rollout: it failed; before the rollout began it is history", () => {
    const runs = [run({ id: "r2" }), run({ id: "r1", verdict: "fail", at: now - 5 * minute })];
    expect(answer(runs, { key: "a" }, { since: now - 10 * minute, failure: null })).toMatchObject({ verdict: "fail", decision: "roll-back", run: "r1" });
    expect(answer(runs, { key: "a" }, { since: now - 2 * minute, failure: null })).toMatchObject({ verdict: "pass", run: "r2" });
  });

  test("what the rollout was told stays, though all passes and the failing run is not among what was read", () => {
    const told = answer([run({ id: "r2" })], { key: "a" }, { since: 0, failure: { at: now - minute, run: "gone", finding: "f", action: "pause", sentence: "it differs" } });
    expect(told).toMatchObject({ verdict: "fail", decision: "pause", run: "gone", finding: "f", sentence: "it differs", failedBefore: true });
  });

  test("one kind passes and another fails, or nothing is known of a third: it fails", () => {
    expect(answer([run({ id: "r2" }), run({ kind: "validate", verdict: "fail" })], { kinds: ["check", "validate", "compare"] })).toMatchObject({ verdict: "fail", run: "r1" });
  });

  test("an open departure fails or warns by its consequence, of its version alone", () => {
    const of = (consequence: OpenDeparture["consequence"], version: string | null = null) => gateVerdict({ ...question, version }, facts([run({ version })], { departures: [departure({ consequence })] }), null, now);
    expect([of("roll-back"), of("pause"), of("investigate"), of("pause", "9")].map(({ verdict, decision }) => `${verdict} ${decision}`)).toEqual(["fail roll-back", "fail pause", "warn proceed-with-mitigation", "pass proceed"]);
  });
});

test("where policy holds back what passes, it is no pass to a condition over the verdict alone", () => {
  expect([answer([run({ action: "pause" })]), answer([run({ action: "roll-back" })]), answer([run({ verdict: "inconclusive", action: "proceed" })])].map(({ verdict, decision }) => `${verdict} ${decision}`)).toEqual(["warn pause", "warn roll-back", "inconclusive pause"]);
});

test("the numbers are the deciding finding's, and what is stale is said", () => {
  const finding = { id: "parity/score", statement: "3 % of scores differ", estimate: 0.03, unit: "share", interval: { low: 0.02, high: 0.04, level: 0.95, method: "wilson" }, margin: 0.01 };
  const told = gateVerdict(question, facts([run({ verdict: "fail", finding })], { stale: "the store could not be read" }), null, now);
  expect(told).toMatchObject({ estimate: 0.03, margin: 0.01, interval: finding.interval, finding: "parity/score", sentence: "credit in production: 3 % of scores differ", stale: true });
  expect(told.reasons.at(-1)).toBe("This may not be the newest: the store could not be read.");
});
