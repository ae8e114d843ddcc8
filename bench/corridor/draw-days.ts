import { binomial } from "../../src/core/random/binomial.ts";
import { normal } from "../../src/core/random/normal.ts";
import type { Random } from "../../src/core/random/random.ts";

/** How days of a share differ beyond what their rows explain. */
export const noises = ["independent rows", "day effects", "days that hang together", "weekly season", "season, and days that hang together"] as const;
export type Noise = (typeof noises)[number];

export interface Day {
  readonly sum: number;
  readonly n: number;
}

/** What changes in production: added to the share, or times it, from a day on; a ramp reaches it over `days`. */
export interface Change {
  readonly from: number;
  readonly add?: number;
  readonly times?: number;
  readonly ramp?: number;
}

export interface DaysAsked {
  readonly days: number;
  readonly rows: number;
  readonly share: number;
  readonly change?: Change | null;
}

/** Standard deviation of day effects, their correlation where they hang together, and what weekdays add, all as a part of the share where it is small. */
const spread = 0.005;
const correlation = 0.5;
const weekdays = [0.004, 0.006, 0.005, 0.003, 0, -0.008, -0.01];

/** Daily counts of a share, the first day a Monday; the same stream gives the same days. */
export const drawDays = (random: Random, noise: Noise, { days, rows, share, change = null }: DaysAsked): Day[] => {
  const scale = Math.min(1, share / 0.1);
  let effect = noise === "independent rows" || noise === "weekly season" ? 0 : spread * normal(random);
  return Array.from({ length: days }, (_, day) => {
    if (noise === "day effects") effect = spread * normal(random);
    if (noise === "days that hang together" || noise === "season, and days that hang together") effect = correlation * effect + spread * Math.sqrt(1 - correlation ** 2) * normal(random);
    const season = noise === "weekly season" || noise === "season, and days that hang together" ? (weekdays[day % 7] ?? 0) : 0;
    const p = changed(share, day, change) + scale * (effect + season);
    return { sum: binomial(random, rows, Math.min(1, Math.max(0, p))), n: rows };
  });
};

const changed = (share: number, day: number, change: Change | null): number => {
  if (change === null || day < change.from) return share;
  const reached = change.ramp === undefined ? 1 : Math.min(1, (day - change.from + 1) / change.ramp);
  return share + reached * ((change.add ?? 0) + share * ((change.times ?? 1) - 1));
};
