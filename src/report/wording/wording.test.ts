import { expect, test } from "vitest";
import type { Finding } from "../../core/domain/finding.ts";
import { allowedZone, formatMargin } from "./allowed-zone.ts";
import { formatEffect, formatInterval } from "./format-effect.ts";
import { formatMoment, formatNumber, formatPlural, formatSeconds } from "./format-number.ts";
import { orderFindings } from "./order-findings.ts";
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
  expect(agreementWords([pass({}), pass({ subject: { kind: "output", name: "other", segment: null } }), pass({ subject: { kind: "decision", name: "label", segment: null } })])).toBe("2 outputs and 1 decision agree");
  expect(subjectWords(finding({ check: "parity.batch", subject: { kind: "metamorphic", name: "score", segment: null } }))).toBe("score, alone against in a batch");
});

test("foreign text cannot move a cursor, break a line or turn the reading direction", () => {
  expect(visibleText("a\u001b[2Jb\nc\u202ed\u0007")).toBe("a\\u001b[2Jb\\nc\\u202ed\\u0007");
  expect(shortText("👩‍👩‍👧‍👦".repeat(9), 3)).toBe("👩‍👩‍👧‍👦👩‍👩‍👧‍👦…");
  expect(shortText("abc", 3)).toBe("abc");
  expect(shortText("x".repeat(5000), 10)).toBe(`${"x".repeat(9)}…`);
});
