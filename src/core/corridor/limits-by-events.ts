import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import { shareLowerBound, shareUpperBound } from "../stats/clopper-pearson.ts";
import { poissonInterval } from "../stats/poisson-interval.ts";
import { limitsByError, type OfflineLimits } from "./corridor-of.ts";
import type { UnitQuestion } from "./choose-unit.ts";

const secondsOfADay = 86_400;

/**
 * Limits of the offline truth where events are counted one by one: exact ones of the events that the backtest had (Clopper and Pearson's, or Garwood's), which hold for few events as t limits of days do not. The standard error's
 * where the offline value was not counted.
 */
export const limitsByEvents = (offline: OfflineEstimate, law: "share" | "rate", { exposureOfADay, scale }: NonNullable<UnitQuestion["events"]>, rowsOfADay: number): OfflineLimits => {
  const exposure = Math.round(law === "rate" ? offline.days * secondsOfADay : (offline.n * exposureOfADay) / Math.max(1, rowsOfADay));
  const events = Math.round((offline.estimate / scale) * exposure);
  if (offline.kind !== "backtest" || exposure < 1 || events < 0 || (law === "share" && events > exposure)) return limitsByError(offline);
  return (alpha) => {
    if (law === "share") return { low: shareLowerBound(events, exposure, 1 - alpha), high: shareUpperBound(events, exposure, 1 - alpha) };
    const { low, high } = poissonInterval(events, exposure, 1 - 2 * alpha);
    return { low: low * scale, high: high * scale };
  };
};
