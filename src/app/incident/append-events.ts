import type { Incident, IncidentEvent } from "../../core/domain/incident.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { incidentOf } from "../../core/incident/transition.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { loadIncidents } from "./load-incidents.ts";

/** What is to happen to an incident; null opens one. */
interface IncidentChange {
  readonly incident: string | null;
  readonly events: readonly IncidentEvent[];
}

/** Other processes that were faster each time: more in a row is no race. */
const mostTries = 50;

/**
 * Enters what `decide` makes of the incidents as they are, and gives those that changed, as they are afterwards. Each event is entered under the incident's id and
 * its number, which the store takes once: where another process was faster, it is decided anew from what that one wrote.
 */
export const appendEvents = (store: RunStore, decide: (incidents: readonly Incident[]) => readonly IncidentChange[], actor: string): Incident[] => {
  const changed = new Set<string>();
  for (let tries = 0; ; tries += 1) {
    const incidents = new Map(loadIncidents(store).map((incident) => [incident.id, incident]));
    const lost = decide([...incidents.values()]).some(({ incident, events }) => {
      const id = incident ?? nextId([...incidents.keys()], events[0]?.at ?? "");
      const known = incidents.get(id)?.events ?? [];
      const taken = events.some((event, index) => !enter(store, id, known.length + index + 1, event, actor));
      if (taken) return true;
      const after = incidentOf(id, [...known, ...events]);
      if (after !== null && events.length > 0) incidents.set(id, after);
      if (events.length > 0) changed.add(id);
      return false;
    });
    if (!lost) return [...changed].flatMap((id) => incidents.get(id) ?? []);
    if (tries >= mostTries) throw new Error("other processes keep on writing into the same incidents");
  }
};

/** `INC-2026-0012`: the year it was opened in, and a number that goes on over all years. */
const nextId = (ids: readonly string[], at: string): string => {
  const highest = Math.max(0, ...ids.map((id) => Number(/(\d+)$/.exec(id)?.[1] ?? 0)));
  return `INC-${at.slice(0, 4)}-${String(highest + 1).padStart(4, "0")}`;
};

/** False when something else was entered under this number meanwhile. */
const enter = (store: RunStore, id: string, number: number, event: IncidentEvent, actor: string): boolean => {
  const subject = `${id}/${number}`;
  try {
    store.enter({ kind: "incident", subject, payload: { incident: id, event } as unknown as CanonicalValue }, actor);
    return true;
  } catch (cause) {
    if (store.records("incident").some((record) => record.subject === subject)) return false;
    throw cause;
  }
};
