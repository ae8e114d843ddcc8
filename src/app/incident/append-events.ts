import type { Incident, IncidentEvent } from "../../core/domain/incident.ts";
import type { CanonicalValue } from "../../core/ledger/canonical-json.ts";
import { incidentOf } from "../../core/incident/transition.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enterUnlessTaken } from "../entries/enter-unless-taken.ts";
import { nextNumber } from "../entries/record-number.ts";
import { untilEntered } from "../entries/until-entered.ts";
import { incidentsNow } from "./incidents-of.ts";

/** What is to happen to an incident; null opens one. */
interface IncidentChange {
  readonly incident: string | null;
  readonly events: readonly IncidentEvent[];
}

/**
 * Enters what `decide` makes of the incidents as they are, and gives those that changed, as they are afterwards. Each event is entered under the incident's id and
 * its number, which the store takes once: where another process was faster, it is decided anew from what that one wrote.
 */
export const appendEvents = (store: RunStore, decide: (incidents: readonly Incident[]) => readonly IncidentChange[], actor: string): Incident[] => {
  const changed = new Set<string>();
  return untilEntered("events of the same incidents", () => {
    const incidents = new Map(incidentsNow(store).map((incident) => [incident.id, incident]));
    const lost = decide([...incidents.values()]).some(({ incident, events }) => {
      const id = incident ?? nextNumber("INC", [...incidents.keys()], events[0]?.at ?? "");
      const known = incidents.get(id)?.events ?? [];
      const taken = events.some((event, index) => !enter(store, id, known.length + index + 1, event, actor));
      if (taken) return true;
      const after = incidentOf(id, [...known, ...events]);
      if (after !== null && events.length > 0) incidents.set(id, after);
      if (events.length > 0) changed.add(id);
      return false;
    });
    return lost ? undefined : [...changed].flatMap((id) => incidents.get(id) ?? []);
  });
};

const enter = (store: RunStore, id: string, number: number, event: IncidentEvent, actor: string): boolean =>
  enterUnlessTaken(store, { kind: "incident", subject: `${id}/${number}`, payload: { incident: id, event } as unknown as CanonicalValue }, actor);
