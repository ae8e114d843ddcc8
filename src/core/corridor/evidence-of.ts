import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";
import type { ChosenUnit } from "./choose-unit.ts";
import type { Evidence, Unit } from "./evidence.ts";
import { eventEvidence } from "./event-evidence.ts";
import { unitEvidence } from "./unit-evidence.ts";
import type { PathSettings } from "./verdict-path.ts";
import { fewestOfSpread, type WhatDaysTell } from "./what-days-tell.ts";

interface EvidenceQuestion {
  readonly chosen: ChosenUnit;
  readonly units: readonly Unit[];
  readonly offline: OfflineEstimate;
  /** Whether a unit's rows say how surely it is known: ratios over pooled rows. */
  readonly weighted: boolean;
  readonly law: "share" | "rate";
  readonly scale: number;
  readonly settings: CorridorSettings;
  /** What offline and production's days tell by each unit; left out for counted events, and where only a number of them is asked about. */
  readonly told?: WhatDaysTell | undefined;
}

/** The evidence of units of the chosen kind, and how it decides. Days and events are told daily; a departure of theirs may begin at every seventh. */
export const evidenceOf = ({ chosen, units, offline, weighted, law, scale, settings, told }: EvidenceQuestion): { evidence: Evidence; path: PathSettings } => {
  const perWeek = chosen.unit === "week" ? 1 : 7;
  const alpha = settings.alpha - settings.offlineAlpha;
  const least = settings.leastWeeks * perWeek;
  const path = { least, step: perWeek, backWeeks: settings.leastWeeks, logThreshold: -Math.log(alpha), logInside: -Math.log(2 * alpha) };
  if (chosen.unit === "event") return { evidence: eventEvidence(units, { law, scale, expected: offline.estimate, step: 7, mirrored: chosen.mirrored === true }), path };
  const knowable = (end: number): boolean => { const spread = told?.spread(end) ?? null; return spread === null || spread.told >= Math.min(fewestOfSpread, spread.days / 2); };
  return {
    path: { ...path, knowable },
    evidence: unitEvidence(units, {
      tuned: settings.tunedWeeks * perWeek, alpha, step: perWeek, inflation: (end) => Math.max(chosen.inflation, told?.inflation(end) ?? 1), ofRow: weighted ? offline.varianceOfARow : null,
      ofUnit: (offline.betweenDays ?? 0) ** 2 / (chosen.unit === "week" ? 7 : 1), pivot: offline.estimate, least,
    }),
  };
};
