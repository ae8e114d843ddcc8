import { expect, test } from "vitest";
import { normal } from "../random/normal.ts";
import { streamOf } from "../random/stream-of.ts";
import { corridorSettings } from "../judge/corridor-settings.ts";
import { anOffline, monday } from "./daily-rate.fixture.ts";
import { detectChange } from "./detect-change.ts";
import type { Unit } from "./evidence.ts";

const spread = 0.0067;
const labelOf = ({ day }: Unit): string => String(day - monday);
const unitAt = (day: number, value: number): Unit => ({ day: monday + day, start: 0, end: 0, value, n: 2000, events: null, exposure: null, variance: null, rows: 2000, labelled: 2000 });
const offlineOf = (random: ReturnType<typeof streamOf>): ReturnType<typeof anOffline> => anOffline({ daily: Array.from({ length: 56 }, () => ({ day: "2026-01-05", value: 0.1 + spread * normal(random), n: 2000 })) });

test("quiet days hardly ever alarm, a step of three daily spreads does within days and is dated", () => {
  const random = streamOf(7, "detector");
  let falsely = 0;
  const delays: number[] = [];
  for (let run = 0; run < 60; run++) {
    const offline = offlineOf(random);
    if (detectChange(Array.from({ length: 100 }, (_, day) => unitAt(day, 0.1 + spread * normal(random))), offline, corridorSettings, labelOf).alarm) falsely += 1;
    const days = Array.from({ length: 80 }, (_, day) => unitAt(day, 0.1 + (day < 60 ? 0 : 0.02) + spread * normal(random)));
    const found = Array.from({ length: 20 }, (_, more) => detectChange(days.slice(0, 61 + more), offline, corridorSettings, labelOf)).findIndex(({ alarm }) => alarm);
    if (found >= 0) delays.push(found + 1);
    const at = detectChange(days, offline, corridorSettings, labelOf);
    if (at.alarm) expect(Math.abs(Number(at.since) - 60)).toBeLessThanOrEqual(12);
  }
  // An average of 1,000 days between two false alarms: one run of 100 in ten at most, and it is shown for 28 days only.
  expect(falsely).toBeLessThanOrEqual(3);
  expect(delays.length).toBeGreaterThanOrEqual(57);
  expect(delays.toSorted((a, b) => a - b)[Math.floor(delays.length / 2)]).toBeLessThanOrEqual(8);
});

test("without offline days production's first 28 are the reference, and before them it refuses", () => {
  const random = streamOf(8, "detector");
  const days = Array.from({ length: 60 }, (_, day) => unitAt(day, (day < 45 ? 0.1 : 0.16) + spread * normal(random)));
  expect(detectChange(days.slice(0, 20), anOffline(), corridorSettings, labelOf)).toMatchObject({ alarm: false, refused: "28 days are needed as a reference: offline has 0, production 20" });
  const found = detectChange(days, anOffline(), corridorSettings, labelOf);
  expect(found).toMatchObject({ alarm: true, refused: null, runLength: 1000 });
  expect(found.method).toContain("production's first 28 days");
});

test("days that do not differ at all scale nothing", () =>
  expect(detectChange([unitAt(0, 0.2)], anOffline({ varianceOfARow: null, daily: Array.from({ length: 28 }, () => ({ day: "2026-01-05", value: 0.1, n: 2000 })) }), corridorSettings, labelOf).refused).toContain("do not differ"));
