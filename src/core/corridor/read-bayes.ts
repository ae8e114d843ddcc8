import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { BayesianReading } from "../domain/validation.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";
import { betaPosterior, normalPosterior } from "../stats/power-prior.ts";
import type { Range } from "./corridor-of.ts";
import type { Unit } from "./evidence.ts";

interface BayesQuestion {
  readonly units: readonly Unit[];
  readonly unit: "week" | "day" | "event";
  readonly law: "share" | "rate";
  readonly offline: OfflineEstimate;
  readonly range: Range;
  readonly settings: Pick<CorridorSettings, "priorDiscount" | "priorMostWeeks">;
}

const level = 0.95;

/**
 * How probable it is that production's level lies in the corridor, after its units and a power prior from offline: every offline row weighs `priorDiscount` of one of production, all together `priorMostWeeks` weeks of traffic at most.
 * For display: a probability that is looked at every day keeps no error rate. Null where nothing can be told.
 */
export const readBayes = ({ units, unit, law, offline, range, settings }: BayesQuestion): BayesianReading | null => {
  const n = units.reduce((sum, each) => sum + each.n, 0);
  if (units.length === 0 || n === 0) return null;
  const perWeek = unit === "week" ? 1 : 7;
  const worth = Math.min((settings.priorDiscount * offline.n) / (n / units.length), settings.priorMostWeeks * perWeek);
  if (unit === "event" && law === "share") {
    const [events, trials] = [units.reduce((sum, each) => sum + (each.events ?? 0), 0), units.reduce((sum, each) => sum + (each.exposure ?? 0), 0)];
    const weight = (worth * trials) / units.length;
    const posterior = betaPosterior({ events, trials }, { mean: offline.estimate, weight });
    return reading(posterior, weight / (weight + trials), "beta-binomial, power prior");
  }
  const mean = units.reduce((sum, each) => sum + each.value, 0) / units.length;
  const within = units.reduce((sum, each) => sum + (each.value - mean) ** 2, 0);
  const ofUnit = (offline.betweenDays ?? 0) ** 2 / (unit === "week" ? 7 : 1) + ((offline.varianceOfARow ?? 0) * units.length) / n;
  const variance = ofUnit > 0 ? ofUnit : units.length > 1 ? within / (units.length - 1) : 0;
  const posterior = normalPosterior({ count: units.length, mean, within }, { mean: offline.estimate, variance, weight: worth });
  return posterior === null ? null : reading(posterior, worth / (worth + units.length), `normal units of unknown variance, power prior`);

  function reading(of: NonNullable<ReturnType<typeof normalPosterior>>, priorWeight: number, method: string): BayesianReading {
    return { probabilityInside: of.inside(range.low, range.high), interval: { ...of.interval(level), level, method }, priorWeight, method };
  }
};
