import { expect, test } from "vitest";
import type { SeriesJudgement, SeriesPoint } from "../domain/validation.ts";
import type { Verdict } from "../domain/verdict.ts";
import { restatements } from "./restate.ts";

const point = (day: number, estimate: number | null, more: Partial<SeriesPoint> = {}): SeriesPoint => ({
  start: `2026-10-0${day}T00:00:00.000Z`, end: `2026-10-0${day + 1}T00:00:00.000Z`, label: `2026-10-0${day}`, estimate, low: null, high: null, expectedLow: null, expectedHigh: null,
  rows: 100, labelled: 90, status: "judged", note: null, ...more,
});
const judgement = (points: SeriesPoint[], verdict: Verdict, history: SeriesJudgement["history"] = []): SeriesJudgement => ({
  segment: null, verdict, unit: "day", units: points.length, rows: 0, labelled: 0, corridor: { low: 0, high: 1 }, estimate: null, interval: null, logEValue: 0, since: null, estimateSince: null, intervalSince: null,
  recent: null, detector: { method: "none", runLength: 1000, alarm: false, since: null, logValue: 0, refused: null }, bayes: null, points, history, reason: "", needed: null, blind: null,
});
const at = (end: string, verdict: Verdict): SeriesJudgement["history"][number] => ({ at: end, verdict, estimate: null, low: null, high: null, logEValue: 0 });

test("late labels change a window that was judged, and both numbers are kept", () => {
  const before = judgement([point(1, 0.9), point(2, 0.8)], "pass");
  const after = judgement([point(1, 0.9), point(2, 0.75, { labelled: 97 })], "pass");
  expect(restatements(before, after, "run-1")).toEqual([
    { window: "2026-10-02", segment: null, run: "run-1", before: { estimate: 0.8, verdict: "pass" }, after: { estimate: 0.75, verdict: "pass" }, why: "7 labels more came" },
  ]);
});

test("the verdict of a window is what was concluded when it had been seen", () => {
  const before = judgement([point(1, 0.9), point(2, 0.8)], "pass", [at("2026-10-02T00:00:00.000Z", "inconclusive"), at("2026-10-03T00:00:00.000Z", "pass")]);
  const after = judgement([point(1, 0.9), point(2, 0.7, { rows: 120, labelled: 110 })], "fail", [at("2026-10-02T00:00:00Z", "inconclusive"), at("2026-10-03T00:00:00Z", "fail")]);
  expect(restatements(before, after, "r")).toMatchObject([{ window: "2026-10-02", before: { verdict: "pass" }, after: { verdict: "fail" }, why: "20 rows appeared" }]);
});

test("a later unit that turns the verdict restates no earlier window", () => {
  const before = judgement([point(1, 0.9), point(2, 0.8)], "pass", [at("2026-10-02T00:00:00.000Z", "pass")]);
  const after = judgement([point(1, 0.9), point(2, 0.8), point(3, 0.1)], "fail", [at("2026-10-02T00:00:00.000Z", "pass"), at("2026-10-04T00:00:00.000Z", "fail")]);
  expect(restatements(before, after, "r")).toEqual([]);
});

test("nothing is restated without an earlier look, without a change, for thin windows, or for windows that only grew up", () => {
  const judged = judgement([point(1, 0.9)], "pass");
  expect(restatements(null, judged, "r")).toEqual([]);
  expect(restatements(judged, judgement([point(1, 0.9 * (1 + 1e-12)), point(2, 0.5)], "pass"), "r")).toEqual([]);
  expect(restatements(judgement([point(1, 0.2, { status: "thin" })], "inconclusive"), judged, "r")).toEqual([]);
  expect(restatements(judgement([point(1, 0.9, { status: "maturing" })], "inconclusive"), judged, "r")).toEqual([]);
  // A window that was waited for and has moved is.
  expect(restatements(judgement([point(1, 0.95, { status: "maturing", labelled: 40 })], "inconclusive"), judged, "r")).toMatchObject([{ why: "50 labels more came" }]);
});

test("windows that went away, were excluded or changed in value are told so; those before the first window of now are left alone", () => {
  const before = judgement([point(1, 0.9), point(2, 0.8), point(3, 0.7), point(4, 0.6), point(5, 0.5)], "pass");
  const after = judgement([point(2, null, { status: "excluded" }), point(4, 0.65), point(5, 0.5)], "fail", [at("2026-10-06T00:00:00Z", "fail")]);
  before.history.push(at("2026-10-06T00:00:00.000Z", "pass"));
  expect(restatements(before, after, "r").map(({ window, why }) => [window, why])).toEqual([
    ["2026-10-02", "the calendar excludes it now"],
    ["2026-10-03", "its 100 rows are no longer in the source"],
    ["2026-10-04", "the same number of rows and labels says something else: values were changed"],
    ["2026-10-05", "its own number is the same; what it is judged with has changed"],
  ]);
});
