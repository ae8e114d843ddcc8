import { binomial } from "../../src/core/random/binomial.ts";
import { normal } from "../../src/core/random/normal.ts";
import type { Random } from "../../src/core/random/random.ts";

/** How days of a share differ beyond what their rows explain. */
export const noises = ["independent rows", "day effects", "days that hang together", "weekly season", "season, and days that hang together"] as const;
export type Noise = (typeof noises)[number];

/** A noise in numbers, for a share of 0.1 or more; smaller shares have as small a part of it. */
export interface Law {
  /** Standard deviation of day effects. */
  readonly spread: number;
  /** Correlation of neighbouring day effects. */
  readonly correlation: number;
  /** What Monday … Sunday add. */
  readonly season: readonly number[];
}

/** Events of rows, or what a metric sums; `squares` where values are not 0 and 1. */
export interface Day {
  readonly sum: number;
  readonly n: number;
  readonly squares?: number;
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
  /** Rows of Monday … Sunday, times `rows`; all alike when left out. */
  readonly traffic?: readonly number[];
}

const flat = [0, 0, 0, 0, 0, 0, 0];
export const weekdays: readonly number[] = [0.004, 0.006, 0.005, 0.003, 0, -0.008, -0.01];

const laws: Record<Noise, Law> = {
  "independent rows": { spread: 0, correlation: 0, season: flat },
  "day effects": { spread: 0.005, correlation: 0, season: flat },
  "days that hang together": { spread: 0.005, correlation: 0.5, season: flat },
  "weekly season": { spread: 0, correlation: 0, season: weekdays },
  "season, and days that hang together": { spread: 0.005, correlation: 0.5, season: weekdays },
};

export const lawOf = (noise: Noise): Law => laws[noise];

/** The share of every day by itself, before any rows are drawn: the first day is a Monday. */
export const drawLevels = (random: Random, { spread, correlation, season }: Law, { days, share, change = null }: Pick<DaysAsked, "days" | "share" | "change">): number[] => {
  const scale = Math.min(1, share / 0.1);
  let effect = spread === 0 ? 0 : spread * normal(random);
  return Array.from({ length: days }, (_, day) => {
    if (spread > 0 && day > 0) effect = correlation * effect + spread * Math.sqrt(1 - correlation ** 2) * normal(random);
    return Math.min(1, Math.max(0, changed(share, day, change) + scale * (effect + (season[day % 7] ?? 0))));
  });
};

/** Daily counts of a share, the first day a Monday; the same stream gives the same days. */
export const drawDays = (random: Random, noise: Noise | Law, asked: DaysAsked): Day[] =>
  drawLevels(random, typeof noise === "string" ? laws[noise] : noise, asked).map((p, day) => {
    const n = Math.max(1, Math.round(asked.rows * (asked.traffic?.[day % 7] ?? 1)));
    return { sum: binomial(random, n, p), n };
  });

const changed = (share: number, day: number, change: Change | null): number => {
  if (change === null || day < change.from) return share;
  const reached = change.ramp === undefined ? 1 : Math.min(1, (day - change.from + 1) / change.ramp);
  return share + reached * ((change.add ?? 0) + share * ((change.times ?? 1) - 1));
};
