import { describe, expect, test } from "vitest";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { metricValue } from "../measure/metric-value.ts";
import { binomial } from "../random/binomial.ts";
import { normal } from "../random/normal.ts";
import { streamOf } from "../random/stream-of.ts";
import { expectedWindow, type WindowAsked } from "./expected-window.ts";
import { firstMadeUpDay, madeUpMeasure, madeUpSeries, madeUpShare } from "./made-up-series.fixture.ts";
import { offlineOfSeries } from "./offline-of-series.ts";

const base: OfflineEstimate = {
  kind: "backtest", source: "s", digest: null, method: "", n: 70_000, estimate: 0.3, standardError: 0.003, degrees: null, days: 70, firstDay: null, lastDay: null, timeZone: "UTC",
  varianceOfARow: 0.21, betweenDays: 0.01, autocorrelation: 0.4, season: { dayOfWeek: null, hourOfDay: null }, daily: [], bySegment: [], stale: null,
};
const shares = { low: 0, high: 1 };
const day: WindowAsked = { rows: 1000, dayOfWeek: 2, hourOfDay: null };
const width = (offline: OfflineEstimate, asked: WindowAsked): number => {
  const { low, high } = expectedWindow(offline, asked, 0.95);
  if (low === null || high === null) throw new Error("no range");
  return high - low;
};

describe("where a window is expected", () => {
  test("variances of the estimate, of days and of rows add", () => {
    expect(width(base, day)).toBeCloseTo(2 * 1.96 * Math.sqrt(0.003 ** 2 + 0.01 ** 2 + 0.21 / 1000), 3);
    expect(width({ ...base, betweenDays: 0 }, { ...day, rows: 1e9 })).toBeCloseTo(2 * 1.959964 * 0.003, 6);
  });

  test("a week is its days together: dependence widens it", () => {
    const week = { rows: 1e9, dayOfWeek: null, hourOfDay: null };
    const alone = { ...base, standardError: 0, varianceOfARow: 0 };
    expect(width({ ...alone, autocorrelation: null }, week)).toBeCloseTo(width(alone, { ...day, rows: 1e9 }) / Math.sqrt(7), 8);
    // Seven days of an AR(1) of 0.4: 1 + 2 sum (1 - k / 7) 0.4^k.
    const sum = [1, 2, 3, 4, 5, 6].reduce((all, k) => all + (1 - k / 7) * 0.4 ** k, 0);
    expect(width(alone, week) / width({ ...alone, autocorrelation: null }, week)).toBeCloseTo(Math.sqrt(1 + 2 * sum), 8);
    expect(width(alone, { ...week, days: 1 })).toBeCloseTo(width(alone, { ...day, rows: 1e9 }), 10);
  });

  test("the season moves the middle, and is itself not known for sure", () => {
    const seasonal = { ...base, season: { dayOfWeek: [0, 0, 0.05, 0, 0, 0, -0.05], hourOfDay: Array.from({ length: 24 }, (_, hour) => (hour === 5 ? -0.1 : 0.1 / 23)) } };
    expect(expectedWindow(seasonal, day, 0.95).mean).toBeCloseTo(0.35, 12);
    expect(expectedWindow(seasonal, { ...day, hourOfDay: 5 }, 0.95).mean).toBeCloseTo(0.25, 12);
    expect(expectedWindow(seasonal, { ...day, dayOfWeek: null }, 0.95).mean).toBe(0.3);
    expect(width(seasonal, day)).toBeGreaterThan(width(base, day));
  });

  test("shares stay in [0, 1]; what varies unknown has no range", () => {
    for (const estimate of [0.001, 0.999]) {
      for (const rows of [5, 50, 500]) {
        const { low, high } = expectedWindow({ ...base, estimate, varianceOfARow: estimate * (1 - estimate), betweenDays: 0.004 }, { ...day, rows, range: shares }, 0.95);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(low ?? 1);
        if (rows === 500) expect(high).toBeGreaterThan(low ?? 1);
      }
    }
    expect(expectedWindow({ ...base, varianceOfARow: null, betweenDays: null }, day, 0.95)).toEqual({ mean: 0.3, low: null, high: null });
  });

  test("without an event offline, one in a window is no surprise where many windows are needed for none to be seen", () => {
    const none = { ...base, estimate: 0, n: 3000, standardError: 3.69 / 3000 / 1.96, varianceOfARow: (0.5 / 3001) * (1 - 0.5 / 3001), betweenDays: 0 };
    expect(expectedWindow(none, { ...day, rows: 1000, range: shares }, 0.95).high).toBeGreaterThanOrEqual(1 / 1000);
    expect(expectedWindow(none, { ...day, rows: 1000, range: shares }, 0.95).high).toBeLessThan(5 / 1000);
  });

  test("counts: events of a Poisson variable that offline would have in the window's time", () => {
    const counts = { ...base, n: 210, estimate: 3, standardError: 1e-9, betweenDays: 0, varianceOfARow: (3 / 70) * 210 };
    const { low, high } = expectedWindow(counts, { rows: 0, seconds: 86_400, dayOfWeek: 1, hourOfDay: null, range: { low: 0, high: null } }, 0.95);
    // Of Poisson(3) 95 % lie within 0 and 7: P(0) = 5.0 %, P(more than 7) = 1.2 %.
    expect([Math.round(low ?? -1), Math.round(high ?? -1)]).toEqual([0, 7]);
  });

  test.each([[1000, 0.3, 0.02], [100, 0.3, 0.02], [200, 0.01, 0], [60, 0.98, 0]])("95 % of days: %d rows, a share of %d", (n, share, spread) => {
    const random = streamOf(5, `${n} ${share}`);
    const rate = madeUpMeasure({ metric: { name: "rate" } });
    const of = (window: number) => madeUpShare(window, binomial(random, n, share + spread * normal(random)), n);
    let [inside, all] = [0, 0];
    for (let replication = 0; replication < 40; replication++) {
      const offline = offlineOfSeries(madeUpSeries(rate, Array.from({ length: 56 }, (_, t) => of(firstMadeUpDay + t))), rate, { aggregation: "pooled", source: "s", digest: null, minimumRows: 30 });
      const { low, high } = expectedWindow(offline, { rows: n, dayOfWeek: 3, hourOfDay: null, range: shares }, 0.95);
      for (let next = 0; next < 20; next++) {
        const value = metricValue(rate, [of(firstMadeUpDay + 100)])?.value ?? Number.NaN;
        all++;
        if (value >= (low ?? 1) - 1e-12 && value <= (high ?? 0) + 1e-12) inside++;
      }
    }
    expect(inside / all).toBeGreaterThan(0.92);
    expect(inside / all).toBeLessThan(0.995);
  });
});
