import { expect, test } from "vitest";
import type { OfflineEstimate } from "../../domain/offline-estimate.ts";
import { marginFromSpread } from "./margin-from-spread.ts";

const offline = (change: Partial<OfflineEstimate> = {}): OfflineEstimate => ({
  n: 20_000, estimate: 0.8, standardError: 0.003, degrees: null, kind: "backtest", source: "b.csv", digest: null, method: "delta method", days: 112, firstDay: "2026-01-01", lastDay: "2026-04-22", timeZone: "UTC",
  varianceOfARow: 0.16, betweenDays: 0.01, autocorrelation: 0, season: { dayOfWeek: null, hourOfDay: null }, daily: [], bySegment: [], stale: null, ...change,
});

test("is the usual one where weeks keep within it", () => {
  // Standard deviation of a week: sqrt(0.16 / 10000 + 0.01^2 / 7 + 0.003^2), about 0.0063.
  expect(marginFromSpread("precision", offline(), 10_000)).toEqual({ text: "0.02", why: expect.stringMatching(/^the usual one; of 100 weeks like these 95 lie within 0\.78\d to 0\.81\d$/) });
});

test("is as wide as weeks need where the usual one would be left by what weeks do by themselves", () => {
  // sqrt(0.16 / 200) is about 0.028, of which 1.96 to the bad side are 0.056.
  const proposed = marginFromSpread("precision", offline(), 200);
  expect(Number(proposed?.text)).toBeGreaterThan(0.05);
  expect(Number(proposed?.text)).toBeLessThan(0.07);
  expect(proposed?.why).toMatch(/^wider than the usual 0\.02, which weeks leave by themselves/);
});

test("is a share where the metric's unit is its own", () => {
  const mean = offline({ estimate: 40, varianceOfARow: 400, betweenDays: 0, standardError: 0.1 });
  expect(marginFromSpread("latency-mean", mean, 10_000)?.text).toBe("25%");
  // 1.96 * sqrt(400 / 50) of 40 are 13.9 %.
  expect(marginFromSpread("mean", mean, 50)?.text).toBe("14%");
});

test("of a bias is what weeks need, for there is no usual one", () => expect(marginFromSpread("bias", offline({ estimate: 0.01, varianceOfARow: 1 }), 400)).toEqual({ text: "0.099", why: expect.stringContaining("there is no usual one") }));

test("is the usual one, and says so, where nobody knows how weeks differ", () => {
  const draws = offline({ varianceOfARow: null, betweenDays: null, days: 0 });
  expect(marginFromSpread("precision", draws, 100)).toEqual({ text: "0.02", why: "the usual one; how weeks differ cannot be told from this backtest" });
  expect(marginFromSpread("bias", draws, 100)).toBeNull();
});
