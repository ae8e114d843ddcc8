import { describe, expect, test } from "vitest";
import type { CalendarEntry, Hypothesis } from "../domain/hypothesis.ts";
import { contradictions } from "./contradictions.ts";
import { exampleHypothesis } from "./example-hypothesis.fixture.ts";

const promise = (name: string, value: number, change: Partial<Hypothesis> = {}): Hypothesis =>
  exampleHypothesis({ name, expected: { kind: "number", value, standardError: 0.01, rows: null, source: "slides" }, margin: { below: 0.02, above: 0.02, relative: false }, ...change });
const found = (...hypotheses: Hypothesis[]) => contradictions(hypotheses, []).map(({ hypothesis, field }) => [hypothesis, field]);

describe("two promises about one number", () => {
  test("with corridors that have no value in common contradict each other", () => {
    expect(contradictions([promise("high", 0.9), promise("low", 0.8)], [])).toMatchObject([{ hypothesis: "low", field: "expected", message: "low and high cannot both hold: of the same precision one wants 0.78 to 0.82 and the other 0.88 to 0.92" }]);
  });
  test("that touch do not", () => expect(found(promise("high", 0.9), promise("low", 0.86))).toEqual([]));
  test("without an end on the side between them do not", () => expect(found(promise("high", 0.9), promise("low", 0.8, { margin: { below: 0.02, above: null, relative: false } }))).toEqual([]));
  test("are told with shares of the expected value as well", () => expect(found(promise("high", 0.9), promise("low", 0.8, { margin: { below: 0.01, above: 0.01, relative: true } }))).toEqual([["low", "expected"]]));
  test("of other populations, metrics or ways to add up do not", () => {
    for (const other of [{ population: "amount > 1000" }, { metric: { name: "precision" as const, output: "approved", label: "other" } }, { aggregation: "mean-of-windows" as const }]) expect(found(promise("high", 0.9), promise("low", 0.8, other))).toEqual([]);
  });
  test("are cut by segments and windows, and stay one number", () => expect(found(promise("high", 0.9), promise("low", 0.8, { segments: [], window: "week" }))).toEqual([["low", "expected"]]));
  test("of which one ends before the other begins do not", () => {
    expect(found(promise("high", 0.9, { review: "2026-09-30" }), promise("low", 0.8, { since: "2026-10-01" }))).toEqual([]);
    expect(found(promise("high", 0.9, { review: "2026-10-01" }), promise("low", 0.8, { since: "2026-10-01" }))).toEqual([["low", "expected"]]);
  });
  test("that an offline sample gives are left to the data", () => expect(found(promise("high", 0.9), promise("low", 0.8, { expected: { kind: "folds", values: [0.1, 0.2], rows: null, source: "cv" } }))).toEqual([]));
});

test("what is reviewed before it begins is never judged", () => {
  expect(found(promise("late", 0.9, { since: "2026-10-02", review: "2026-10-01" }))).toEqual([["late", "since"]]);
  expect(found(promise("one day", 0.9, { since: "2026-10-01", review: "2026-10-01" }))).toEqual([]);
});

describe("a calendar", () => {
  const closed = (from: string, to: string, change: Partial<CalendarEntry> = {}): CalendarEntry => ({ name: from, kind: "outage", from, to, models: null, treatment: "exclude", reason: null, ...change });
  const autumn = promise("autumn", 0.9, { since: "2026-10-01", review: "2026-10-31" });
  const told = (...calendar: CalendarEntry[]) => contradictions([autumn], calendar).length;

  test("that excludes all of a hypothesis' time, in pieces that join, contradicts it", () => {
    expect(told(closed("2026-10-15", "2026-11-01"), closed("2026-09-01", "2026-10-15"))).toBe(1);
    expect(told(closed("2026-10-16", "2026-11-01"), closed("2026-09-01", "2026-10-15"))).toBe(0);
    expect(told(closed("2026-09-01", "2026-10-31"))).toBe(0);
  });
  test("that is only noted, or concerns other models, does not", () => {
    expect(told(closed("2026-09-01", "2026-12-01", { treatment: "note" }))).toBe(0);
    expect(told(closed("2026-09-01", "2026-12-01", { models: ["churn"] }))).toBe(0);
    expect(told(closed("2026-09-01", "2026-12-01", { models: ["churn", "credit"] }))).toBe(1);
  });
});
