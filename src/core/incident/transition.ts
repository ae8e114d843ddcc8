import type { Incident, IncidentEvent } from "../domain/incident.ts";
import { readingOf } from "./look.ts";

/**
 * The state of an incident after one more event: a fold, so that the events alone say what it is, whatever the policy is today. The first event opens it
 * (`id` is its name from then on), any other first event is a bug.
 */
export const transition = (incident: Incident | null, event: IncidentEvent, id: string): Incident => {
  if (incident === null) return opened(event, id);
  const events = [...incident.events, event];
  // What a look said of an incident that people had closed meanwhile is kept, and changes nothing.
  const ended = incident.status === "closed" && !["reopened", "commented", "judged", "post-mortem", "action", "action-done"].includes(event.kind);
  return { ...incident, ...(ended ? {} : changed(incident, event)), events };
};

/** The state that all of an incident's events give; null for none. */
export const incidentOf = (id: string, events: readonly IncidentEvent[]): Incident | null => events.reduce<Incident | null>((incident, event) => transition(incident, event, id), null);

const opened = (event: IncidentEvent, id: string): Incident => {
  if (event.kind !== "opened") throw new Error(`incident ${id} begins with ${event.kind}; it has to be opened first`);
  const { finding, incident, title, severity, owner, consequence, at, since } = event;
  return { id, subject: finding, kind: incident, status: "open", title, severity, owner, consequence, openedAt: at, since, closedAt: null, escalatedTo: null, wellFor: 0, unheardFor: 0, alarm: null, postMortem: null, actions: [], events: [event] };
};

const changed = (incident: Incident, event: IncidentEvent): Partial<Incident> => {
  switch (event.kind) {
    case "observed": {
      const reading = readingOf(incident.kind, event.verdict);
      if (reading === "unheard") return { unheardFor: incident.unheardFor + 1 };
      if (reading === "well") return { wellFor: incident.wellFor + 1, unheardFor: 0, status: "recovering" };
      return { wellFor: 0, unheardFor: 0, status: isAcknowledged(incident) ? "acknowledged" : "open" };
    }
    case "escalated": return { escalatedTo: event.to };
    // Whether it recovers is for the looks to say; that somebody has seen it is told by its events.
    case "acknowledged": return incident.status === "open" ? { status: "acknowledged" } : {};
    case "assigned": return { owner: { name: event.to } };
    case "judged": return { alarm: event.alarm };
    case "closed": return { status: "closed", closedAt: event.at };
    case "reopened": return { status: "open", closedAt: null, wellFor: 0, unheardFor: 0, escalatedTo: null };
    case "opened": throw new Error(`incident ${incident.id} was opened already`);
    case "post-mortem": return { postMortem: event.postMortem };
    case "action": return { actions: [...incident.actions.filter(({ id }) => id !== event.item.id), { ...event.item, doneAt: null, doneBy: null }] };
    case "action-done": return { actions: incident.actions.map((item) => (item.id === event.item ? { ...item, doneAt: event.at, doneBy: event.by } : item)) };
    case "commented":
    case "remedied":
    case "recovered": return {};
  }
};

/** Whether somebody has said they know of it since it was last opened. */
export const isAcknowledged = ({ events }: Pick<Incident, "events">): boolean => sinceOpened(events).some(({ kind }) => kind === "acknowledged");

/** The events since the incident was last opened or reopened, that one included. */
export const sinceOpened = (events: readonly IncidentEvent[]): readonly IncidentEvent[] => events.slice(Math.max(0, events.findLastIndex(({ kind }) => kind === "opened" || kind === "reopened")));
