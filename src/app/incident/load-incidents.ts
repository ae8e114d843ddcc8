import { z } from "zod";
import { type Incident, IncidentEvent } from "../../core/domain/incident.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { incidentOf } from "../../core/incident/transition.ts";
import type { RunStore } from "../../ports/run-store.ts";

const Entered = z.object({ incident: z.string(), event: IncidentEvent });

/** Every incident of a store, in the order in which they were opened, each as its events make it. LS503 when what is there is not what the ledger sealed. */
export const loadIncidents = (store: RunStore): Incident[] => {
  const events = new Map<string, IncidentEvent[]>();
  for (const { subject, payload } of store.records("incident")) {
    const read = Entered.safeParse(payload);
    if (!read.success) throw new LockstepError("LS504", { message: `the entry incident ${subject} is none that this Lockstep reads: ${read.error.issues[0]?.path.join(".") ?? ""}`, place: subject });
    const { incident, event } = read.data;
    const known = events.get(incident);
    if (known === undefined) events.set(incident, [event]);
    else known.push(event);
  }
  return [...events].flatMap(([id, each]) => incidentOf(id, each) ?? []);
};
