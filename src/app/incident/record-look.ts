import type { Incident } from "../../core/domain/incident.ts";
import { escalations } from "../../core/incident/escalations.ts";
import { eventsOfLook } from "../../core/incident/events-of-look.ts";
import type { IncidentPolicy } from "../../core/incident/incident-policy.ts";
import type { Look } from "../../core/incident/look.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { appendEvents } from "./append-events.ts";

/** Opens, updates and closes incidents by what a look says; gives those that changed. The same look again changes nothing. */
export const recordLook = (store: RunStore, look: Look, policy: IncidentPolicy, actor: string): Incident[] => appendEvents(store, (incidents) => eventsOfLook(incidents, look, policy), actor);

/** Carries on what nobody acknowledged in time; gives those that went to somebody. `now` in ms. */
export const escalateOpen = (store: RunStore, now: number, policy: IncidentPolicy, actor: string): Incident[] =>
  policy.escalate.length === 0 ? [] : appendEvents(store, (incidents) => incidents.flatMap((incident) => {
    const events = escalations(incident, new Date(now).toISOString(), policy);
    return events.length === 0 ? [] : [{ incident: incident.id, events }];
  }), actor);
