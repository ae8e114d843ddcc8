import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { Corridor } from "./corridor-of.ts";
import type { WhatDaysTell } from "./what-days-tell.ts";

/** The corridor after each unit: as offline told it, or wider where days turned out to hang together more than its own days showed. Each offline error is drawn once. */
export const corridorAfter = (offline: Pick<OfflineEstimate, "standardError">, told: WhatDaysTell | undefined, draw: (standardError: number) => Corridor): ((unit: number) => Corridor) => {
  const drawn = new Map<number, Corridor>();
  return (unit) => {
    const error = told?.offlineError(unit) ?? offline.standardError;
    const corridor = drawn.get(error) ?? draw(error);
    drawn.set(error, corridor);
    return corridor;
  };
};
