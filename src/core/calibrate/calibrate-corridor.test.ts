import { expect, test } from "vitest";
import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { corridorSettings } from "../judge/corridor-settings.ts";
import { calibrateCorridor } from "./calibrate-corridor.ts";
import { replayEpisodes } from "./replay-episodes.ts";

const offline: OfflineEstimate = {
  kind: "backtest", source: "a backtest", digest: null, method: "days", n: 112_000, estimate: 0.1, standardError: 0.001, degrees: 20, days: 56, firstDay: "2026-01-05", lastDay: "2026-03-01", timeZone: "UTC",
  varianceOfARow: 0.09, betweenDays: 0.004, autocorrelation: 0, season: { dayOfWeek: [0, 0, 0, 0, 0, 0, 0], hourOfDay: null }, daily: [], bySegment: [], stale: null,
};
const margin = { below: null, above: 0.01, relative: false };
const question = {
  offline, margin, settings: corridorSettings, bad: 1 as const, replications: 10, seed: 7, law: { rowsOfWeekday: Array.from({ length: 7 }, () => 2000), counts: true },
  perturbations: [{ name: "small", perturbation: { kind: "step" as const, from: 0, size: 0.005, rampDays: 1, share: 1 } }, { name: "large", perturbation: { kind: "step" as const, from: 0, size: 0.04, rampDays: 1, share: 1 } }],
};

test("quiet years are quiet, what is inside the margin is not found, what is far outside is, and the same seed tells the same", () => {
  const told = calibrateCorridor(question);
  expect(told.falseYears).toBeLessThanOrEqual(0.05);
  const [small, large] = told.perturbations;
  expect(small?.found).toBeLessThanOrEqual(0.1);
  expect(large).toMatchObject({ found: 1 });
  expect(large?.medianDays).toBeLessThan(35);
  expect(told.smallestIn28).toBeGreaterThan(told.smallestIn91 ?? Infinity);
  expect(told.smallestIn91).toBeGreaterThan(0.01);
  expect(calibrateCorridor(question)).toEqual(told);
});

test("a known episode is found after its beginning, and an alarm outside of any counts as false", () => {
  const days = Array.from({ length: 140 }, (_, day) => ({ sum: Math.round(2000 * (day < 91 ? 0.1 : 0.15)) + (day % 3), n: 2000 }));
  const replay = (episodes: Parameters<typeof replayEpisodes>[1]) => replayEpisodes({ days, firstDay: 20_460 }, episodes, { offline, margin, settings: corridorSettings, counts: true });
  const known = replay([{ name: "new bureau", from: 20_460 + 91, to: 20_460 + 140, real: true }, { name: "before", from: 20_460 + 10, to: 20_460 + 40, real: true }]);
  expect(known.episodes).toMatchObject([{ alarmed: true }, { alarmed: false, days: null }]);
  expect(known.episodes[0]?.days).toBeGreaterThan(0);
  expect(known.falseAlarms).toBe(0);
  expect(replay([]).falseAlarms).toBe(1);
});
