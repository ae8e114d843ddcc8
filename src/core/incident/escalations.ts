import type { Incident, IncidentEvent } from "../domain/incident.ts";
import { type IncidentPolicy, patience } from "./incident-policy.ts";
import { isAcknowledged, sinceOpened } from "./transition.ts";

/** Whom an incident that is open and that nobody acknowledged goes to by `at` (ISO 8601): every step once, in order. */
export const escalations = (incident: Incident, at: string, policy: IncidentPolicy): IncidentEvent[] => {
  const factor = patience[incident.severity];
  if (incident.status !== "open" || factor === null || isAcknowledged(incident)) return [];
  const events = sinceOpened(incident.events);
  const waited = Date.parse(at) - Date.parse(events[0]?.at ?? incident.openedAt);
  const done = events.filter(({ kind }) => kind === "escalated").length;
  return policy.escalate
    .toSorted((a, b) => a.afterMs - b.afterMs)
    .filter(({ afterMs }) => waited >= afterMs * factor)
    .slice(done)
    .map(({ afterMs, to }): IncidentEvent => ({ kind: "escalated", at, to, why: `nobody acknowledged it within ${duration(afterMs * factor)}` }));
};

const duration = (ms: number): string => {
  const units = [["d", 864e5], ["h", 36e5], ["min", 6e4]] as const;
  const [unit, size] = units.find(([, each]) => ms >= each && ms % each === 0) ?? ["s", 1000];
  return `${ms / size} ${unit}`;
};
