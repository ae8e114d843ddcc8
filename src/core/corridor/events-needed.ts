import type { OfflineEstimate } from "../domain/offline-estimate.ts";
import type { CorridorSettings } from "../judge/corridor-settings.ts";
import type { ChosenUnit } from "./choose-unit.ts";
import type { Corridor } from "./corridor-of.ts";
import type { Unit } from "./evidence.ts";
import { evidenceOf } from "./evidence-of.ts";
import { verdictPath } from "./verdict-path.ts";

interface EventsQuestion {
  readonly chosen: ChosenUnit;
  /** Of the present episode. */
  readonly units: readonly Unit[];
  readonly offline: OfflineEstimate;
  readonly law: "share" | "rate";
  readonly scale: number;
  readonly settings: CorridorSettings;
}

/** Ten years of days: beyond it nothing is promised. */
const most = 3650;

/**
 * How many more days decide it where events are counted one by one, if they go on coming as often as in the episode so far; null where ten years do not. Days are taken together, for from the first start on only
 * how many events came in how much exposure matters, and their number is found by halving: but for rounding, more of the same never decides less.
 */
export const eventsNeeded = ({ chosen, units, offline, law, scale, settings }: EventsQuestion, corridor: Corridor): number | null => {
  const total = (of: (unit: Unit) => number | null): number => units.reduce((sum, unit) => sum + (of(unit) ?? 0), 0);
  const first = units[0];
  const [events, exposure, days] = [total((unit) => unit.events), total((unit) => unit.exposure), units.length];
  if (first === undefined || !(exposure > 0)) return null;
  const decided = (more: number): boolean => {
    const times = (days + more) / days;
    // The exact laws count whole events.
    const together = { ...first, events: Math.round(events * times), exposure: Math.round(exposure * times), n: 1 };
    const { evidence, path } = evidenceOf({ chosen, units: [together], offline, weighted: false, law, scale, settings });
    return days + more >= path.least && verdictPath(evidence, 1, () => corridor, { ...path, least: 1 })[0]?.verdict !== "inconclusive";
  };
  if (!decided(most)) return null;
  let [no, yes] = [0, most];
  while (yes - no > 1) {
    const between = Math.floor((no + yes) / 2);
    if (decided(between)) yes = between; else no = between;
  }
  return yes;
};
