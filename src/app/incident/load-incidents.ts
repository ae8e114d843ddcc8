import type { Incident, IncidentEvent } from "../../core/domain/incident.ts";
import { incidentOf } from "../../core/incident/transition.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { enteredEvent } from "./entered-event.ts";

/** Every incident of a store, in the order in which they were opened, each as its events make it. LS503 when what is there is not what the ledger sealed. */
export const loadIncidents = (store: RunStore): Incident[] => {
  const events = new Map<string, IncidentEvent[]>();
  for (const { subject, payload } of store.records("incident")) {
    const { incident, event } = enteredEvent(subject, payload);
    const known = events.get(incident);
    if (known === undefined) events.set(incident, [event]);
    else known.push(event);
  }
  return [...events].flatMap(([id, each]) => incidentOf(id, each) ?? []);
};
