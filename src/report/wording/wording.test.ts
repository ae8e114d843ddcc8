import { expect, test } from "vitest";
import type { Finding } from "../../core/domain/finding.ts";
import type { StageComparison } from "../../core/domain/stage.ts";
import { allowedZone, formatMargin } from "./allowed-zone.ts";
import { formatEffect, formatInterval } from "./format-effect.ts";
import { formatMoment, formatNumber, formatPlural, formatSeconds } from "./format-number.ts";
import { findingsInOrder, isNew, orderFindings } from "./order-findings.ts";
import { overrideWords } from "./agreed-words.ts";
import { differenceCounts, quietReasons } from "./difference-words.ts";
import { stageState } from "./stage-words.ts";
import { agreementWords, subjectWords } from "./subject-words.ts";
import { shortText, visibleText } from "./visible-text.ts";

const finding = (change: Partial<Finding>): Finding => ({
  id: "parity.score/score", check: "parity.score", subject: { kind: "output", name: "score", segment: null }, verdict: "fail", severity: "high", mode: "enforce",
  statement: "", estimate: null, unit: "share of pairs outside tolerance", interval: null, margin: null, marginOrigin: null, n: 0, noiseFloor: null, reason: "", action: "",
  needed: null, evidence: {}, ...change,
});

test.each([
  [0, "0"], [-0, "0"], [12345.6, "12,346"], [0.031234, "0.0312"], [1.2345e-7, "1.23e-7"], [1e-7, "1e-7"], [2.5e9, "2.5e9"], [-4.5678, "-4.57"],
  [null, "–"], [Number.POSITIVE_INFINITY, "∞"], [5e-324, "4.94e-324"],
])("the number %s is written %s", (value, text) => expect(formatNumber(value)).toBe(text));

test("times, counts and moments are written for people", () => {
  expect([formatSeconds(0.84), formatSeconds(12.345), formatSeconds(245)]).toEqual(["840 ms", "12.3 s", "4 min 5 s"]);
  expect([formatPlural(1, "pair"), formatPlural(12000, "pair")]).toEqual(["1 pair", "12,000 pairs"]);
  expect(formatMoment("2026-11-03T09:05:00.000Z")).toBe("3 Nov 2026, 09:05 UTC");
  expect(formatMoment("yesterday")).toBe("yesterday");
});

test.each([
  [0.0312, "share of pairs outside tolerance", "3.12 %"], [-0.01, "difference of error rates", "-1 %"], [1.25, "ratio of latencies", "1.25×"],
  [12.34, "ms", "12.3 ms"], [0.998, "rank correlation", "0.998"], [null, "score", "–"],
])("an effect of %s %s is written %s", (value, unit, text) => expect(formatEffect(value, unit)).toBe(text));

test("an open end of an interval is said in words, and one without width is called known", () => {
  const base = { level: 0.9, method: "m" };
  expect(formatInterval({ ...base, low: 0.01, high: 0.02 }, "share")).toBe("1 % to 2 %");
  expect(formatInterval({ ...base, low: null, high: 0.02 }, "share")).toBe("at most 2 %");
  expect(formatInterval({ ...base, low: 0.01, high: null }, "share")).toBe("at least 1 %");
  expect(formatInterval({ ...base, low: 0, high: 0 }, "share")).toBe("exactly known");
  expect(formatInterval(null, "share")).toBe("–");
});

test("a margin stands for a ceiling, a floor or a distance, by its unit", () => {
  expect(allowedZone({ margin: 0.001, unit: "share of pairs outside tolerance" })).toEqual({ low: null, high: 0.001 });
  expect(formatMargin({ margin: 1.25, unit: "ratio of latencies" })).toBe("≤ 1.25×");
  expect(formatMargin({ margin: 0.99, unit: "rank correlation" })).toBe("≥ 0.99");
  expect(formatMargin({ margin: 0.002, unit: "difference of brier" })).toBe("±0.002");
  expect(formatMargin({ margin: 0, unit: "share of pairs outside tolerance" })).toBe("≤ 0 %");
  expect(formatMargin({ margin: 50, unit: "ms" })).toBe("≤ 50 ms");
  expect(formatMargin({ margin: 500 * 2 ** 20, unit: "bytes" })).toBe("≤ 500 MiB");
  expect(formatMargin({ margin: 1.5 * 2 ** 30, unit: "bytes" })).toBe("≤ 1.5 GiB");
  expect(formatMargin({ margin: 0.01, unit: "share of requests" })).toBe("≤ 1 %");
  expect(formatMargin({ margin: null, unit: "share" })).toBe("–");
});

test("findings are ordered worst first, whatever order they came in", () => {
  const pass = finding({ id: "a", verdict: "pass" });
  const warn = finding({ id: "b", verdict: "warn" });
  const small = finding({ id: "c", estimate: 0.01, margin: 0.001 });
  const large = finding({ id: "d", estimate: 0.5, margin: 0.001 });
  const critical = finding({ id: "e", severity: "critical" });
  const error = finding({ id: "f", verdict: "error" });
  const expected = ["f", "e", "d", "c", "b", "a"];
  expect(orderFindings([pass, warn, small, large, critical, error]).map(({ id }) => id)).toEqual(expected);
  expect(orderFindings([error, critical, large, small, warn, pass].reverse()).map(({ id }) => id)).toEqual(expected);
});

test("passing findings fold into one line that counts subjects", () => {
  const pass = (change: Partial<Finding>): Finding => finding({ verdict: "pass", ...change });
  expect(agreementWords([finding({})])).toBeNull();
  expect(agreementWords([pass({})])).toBe("1 output agrees");
  expect(agreementWords([pass({}), pass({ mode: "observe", n: 0, subject: { kind: "label", name: "labels", segment: null } }), pass({ mode: "observe", n: 40, subject: { kind: "label", name: "paid", segment: null } })])).toBe("1 output and 1 label agree");
  expect(agreementWords([pass({}), pass({ subject: { kind: "output", name: "other", segment: null } }), pass({ subject: { kind: "decision", name: "label", segment: null } })])).toBe("2 outputs and 1 decision agree");
  expect(subjectWords(finding({ check: "parity.batch", subject: { kind: "metamorphic", name: "score", segment: null } }))).toBe("score, alone against in a batch");
});

test("foreign text cannot move a cursor, break a line or turn the reading direction", () => {
  expect(visibleText("a\u001b[2Jb\nc\u202ed\u0007")).toBe("a\\u001b[2Jb\\nc\\u202ed\\u0007");
  expect(shortText("👩‍👩‍👧‍👦".repeat(9), 3)).toBe("👩‍👩‍👧‍👦👩‍👩‍👧‍👦…");
  expect(shortText("abc", 3)).toBe("abc");
  expect(shortText("x".repeat(5000), 10)).toBe(`${"x".repeat(9)}…`);
});

test("findings that are new against an earlier run come first, each half worst first", () => {
  const findings = [finding({ id: "old-warn", verdict: "warn" }), finding({ id: "old-fail" }), finding({ id: "new-warn", verdict: "warn" }), finding({ id: "new-fail" })];
  const since = { run: "r", startedAt: "2026-01-01T00:00:00Z", appeared: ["new-warn", "new-fail"], gone: [], still: ["old-warn", "old-fail"] };
  expect(findingsInOrder({ findings, since }).map(({ id }) => id)).toEqual(["new-fail", "new-warn", "old-fail", "old-warn"]);
  expect(findingsInOrder({ findings, since: null }).map(({ id }) => id)).toEqual(["new-fail", "old-fail", "new-warn", "old-warn"]);
  expect(isNew({ since }, { id: "new-fail" }) && !isNew({ since }, { id: "old-fail" }) && !isNew({ since: null }, { id: "new-fail" })).toBe(true);
});

test("an override says its end before its reason, for a line may be cut", () => {
  const override = { environment: "production", name: "pin", reason: "the driver is old", sets: [], allow: ["package.version:numpy"], until: "2026-12-31" };
  expect(overrideWords(override)).toBe("pin on production, until 31 Dec 2026: the driver is old (allows package.version:numpy)");
  expect(overrideWords({ ...override, allow: [], until: null })).toBe("pin on production, without an end: the driver is old");
});

test("a stage's state is told from what was compared", () => {
  const stage = { stage: "scale", index: 0, rows: 3, differing: 0, missingReference: 0, missingCandidate: 0, largestRelative: 0, example: null, note: null };
  const at = (change: Partial<StageComparison>, firstDivergent: string | null = null): string => stageState({ ...stage, ...change }, { firstDivergent });
  expect([at({}), at({}, "scale"), at({ differing: 1 }), at({ largestRelative: 1e-16 }), at({ largestRelative: null }), at({ missingCandidate: 3, largestRelative: null })]).toEqual(["same", "first", "after", "rounding", "unread", "absent"]);
});

test("harmless differences are counted by their reason, without what each is about", () => {
  const quiet = ["it moves neither answers nor latency: pod", "it moves neither answers nor latency: node", "no module of it is in memory on either side"].map((text) => ({ quiet: text, override: null }));
  expect(quietReasons(quiet)).toEqual([["it moves neither answers nor latency", 2], ["no module of it is in memory on either side", 1]]);
  expect(differenceCounts([...quiet, { quiet: null, override: null }, { quiet: null, override: "pin" }])).toBe("1 difference, 1 intended, 3 harmless");
});
