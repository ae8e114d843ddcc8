import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { binomial } from "../random/binomial.ts";
import { normal } from "../random/normal.ts";
import type { Random } from "../random/random.ts";

/** What happens to the metric from a day on. `size` is added, in the metric's unit; a ramp reaches it within so many days; `times` multiplies instead. */
export interface Perturbation {
  readonly kind: "step" | "ramp" | "one-segment" | "doubling" | "none";
  readonly from: number;
  readonly size: number;
  readonly rampDays: number;
  /** Of the rows that it happens to; 1 for all. */
  readonly share: number;
}

export interface DrawnDay {
  readonly sum: number;
  readonly n: number;
}

export interface ProductionLaw {
  readonly offline: Pick<OfflineEstimate, "estimate" | "standardError" | "season" | "betweenDays" | "autocorrelation" | "varianceOfARow">;
  /** Rows of a usual Monday … Sunday in production. */
  readonly rowsOfWeekday: readonly number[];
  /** Whether the metric is a share of single events, drawn as counts. */
  readonly counts: boolean;
}

/**
 * Whole days of a production that is as the offline data and its own traffic are, the first a Monday: its true level drawn from the offline error, the season, days that hang together as they did, and as many rows as
 * it has. One stream gives one production.
 */
export const drawProduction = (random: Random, { offline, rowsOfWeekday, counts }: ProductionLaw, days: number, perturbation: Perturbation): DrawnDay[] => {
  const level = offline.estimate + offline.standardError * normal(random);
  const correlation = Math.max(0, Math.min(0.95, offline.autocorrelation ?? 0));
  const spread = offline.betweenDays ?? 0;
  let effect = spread * normal(random);
  return Array.from({ length: days }, (_, day) => {
    effect = correlation * effect + spread * Math.sqrt(1 - correlation ** 2) * normal(random);
    const n = Math.max(1, Math.round(rowsOfWeekday[day % 7] ?? 1));
    const truth = perturbed(level, day, perturbation) + (offline.season.dayOfWeek?.[day % 7] ?? 0) + effect;
    if (counts) return { sum: binomial(random, n, Math.min(1, Math.max(0, truth))), n };
    return { sum: n * (truth + Math.sqrt((offline.varianceOfARow ?? 0) / n) * normal(random)), n };
  });
};

const perturbed = (level: number, day: number, { kind, from, size, rampDays, share }: Perturbation): number => {
  if (kind === "none" || day < from) return level;
  const reached = kind === "ramp" ? Math.min(1, (day - from + 1) / Math.max(1, rampDays)) : 1;
  return level + reached * share * (kind === "doubling" ? level : size);
};
