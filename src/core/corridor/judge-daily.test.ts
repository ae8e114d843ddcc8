import { describe, expect, test } from "vitest";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { corridorSettings } from "../judge/corridor-settings.ts";
import { binomial } from "../random/binomial.ts";
import { normal } from "../random/normal.ts";
import { streamOf } from "../random/stream-of.ts";
import { offlineOfSeries } from "../offline/offline-of-series.ts";
import { aBacktest, dayOf, monday, rateMeasure } from "./daily-rate.fixture.ts";
import { judgeDaily } from "./judge-daily.ts";

const rows = 2000;
const week = [0.012, 0.008, 0.004, 0, -0.004, -0.008, -0.012];

/** Days of a share of 0.1 with a day effect of standard deviation 0.005, correlated by `phi`, and a season. */
const simulate = (random: ReturnType<typeof streamOf>, count: number, { phi, spread, season, shift }: { phi: number; spread: number; season: boolean; shift: (day: number) => number }): { sum: number; n: number }[] => {
  let effect = spread * normal(random);
  return Array.from({ length: count }, (_, day) => {
    if (day > 0) effect = phi * effect + Math.sqrt(1 - phi * phi) * spread * normal(random);
    return { sum: binomial(random, rows, 0.1 + effect + (season ? week[day % 7] ?? 0 : 0) + shift(day)), n: rows };
  });
};

const firstFailure = (days: readonly { sum: number; n: number }[], offline: OfflineEstimate, unit?: "week"): number => {
  const { path } = judgeDaily({ days, offline, margin: { below: 0, above: 0, relative: false }, settings: corridorSettings, counts: true, ...(unit === undefined ? {} : { unit }) });
  return path.find(({ verdict }) => verdict === "fail")?.day ?? Infinity;
};

/** Offline without error of its own: what production alone errs by. The correlation of days as 0.5 of their effects shows in days of 2,000 rows. */
const offlineOf = (noise: { phi: number; spread: number; season: boolean }): OfflineEstimate => aBacktest({
  standardError: 0, betweenDays: noise.spread, autocorrelation: (noise.phi * noise.spread ** 2) / (noise.spread ** 2 + 0.09 / rows), season: { dayOfWeek: noise.season ? week : [0, 0, 0, 0, 0, 0, 0], hourOfDay: null },
});

const noises = [["independent rows", { phi: 0, spread: 0, season: false }], ["day effects", { phi: 0, spread: 0.005, season: false }], ["days that hang together", { phi: 0.5, spread: 0.005, season: false }], ["season", { phi: 0, spread: 0, season: true }], ["season and both", { phi: 0.5, spread: 0.005, season: true }]] as const;

describe.each(noises)("%s, 364 quiet days looked at daily, offline known exactly", (name, noise) => {
  test.each([undefined, "week" as const])("fails hardly ever: by the unit %s", (unit) => {
    const random = streamOf(11, `quiet ${name}`);
    const failed = Array.from({ length: 80 }, () => firstFailure(simulate(random, 364, { ...noise, shift: () => 0 }), offlineOf(noise), unit)).filter((day) => day < Infinity).length;
    // 5 % and two standard errors of 80 tries.
    expect(failed / 80).toBeLessThanOrEqual(0.05 + 2 * Math.sqrt((0.05 * 0.95) / 80));
  });
  test("finds +0.02 after day 200 within weeks", () => {
    const random = streamOf(12, `late ${name}`);
    const delays = Array.from({ length: 21 }, () => firstFailure(simulate(random, 290, { ...noise, shift: (day) => (day < 200 ? 0 : 0.02) }), offlineOf(noise)) - 200).toSorted((a, b) => a - b);
    expect(delays[10]).toBeGreaterThan(0);
    expect(delays[10]).toBeLessThanOrEqual(21);
  });
});

describe("amounts of which a few make most", () => {
  const amounts = (random: ReturnType<typeof streamOf>, count: number, tail: number, level = 1): { sum: number; n: number; squares: number }[] => Array.from({ length: count }, () => {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < 100; row++) { const x = level * Math.exp(tail * normal(random) - tail ** 2 / 2); sum += x; squares += x * x; }
    return { sum, n: 100, squares };
  });
  const measure = { ...rateMeasure, metric: { name: "mean" as const, column: "amount" } };
  const judged = (name: string, tail: number, level = 1): readonly { readonly verdict: string }[] => {
    const random = streamOf(13, `${name} ${tail}`);
    const statistics = amounts(random, 56, tail).map(({ sum, n, squares }, day) => dayOf(monday + day, sum, n, { sums: [n, sum, n, squares, n, sum] }));
    const series = { plan: { schemaVersion: 1 as const, window: "day" as const, timeZone: "UTC", measures: [measure], segments: [], where: null }, planDigest: "", statistics, rows: 0, untimed: 0, firstTs: "2026-01-05T00:00:00Z", lastTs: "2026-03-01T00:00:00Z", orphans: 0, early: 0 };
    const offline = offlineOfSeries(series, measure, { aggregation: "pooled", source: "a drawn backtest", digest: null, minimumRows: 1 });
    return judgeDaily({ days: amounts(random, 364, tail, level), offline, margin: { below: 0, above: 0, relative: false }, settings: corridorSettings, counts: false }).path;
  };

  test("a quiet year of log-normal amounts with 2 fails in 5 of 100 at most", () => {
    const failed = Array.from({ length: 60 }, (_, at) => judged(`quiet ${at}`, 2)).filter((path) => path.some(({ verdict }) => verdict === "fail")).length;
    expect(failed / 60).toBeLessThanOrEqual(0.05);
  });

  test("amounts with tails as they usually are (0.8) are judged: a half more is found", () => {
    expect(Array.from({ length: 10 }, (_, at) => judged(`more ${at}`, 0.8, 1.5)).filter((path) => path.some(({ verdict }) => verdict === "fail"))).toHaveLength(10);
  });
});
