import type { Alert } from "../domain/alert.ts";
import type { Incident, IncidentEvent } from "../domain/incident.ts";
import { modelOfSubject } from "../incident/model-of-subject.ts";
import { sinceOpened } from "../incident/transition.ts";

/** What an alert says beside its incident. */
export interface AlertSurroundings {
  readonly environment: string | null;
  readonly impact: Alert["impact"];
  /** Of the incident's page; null when no address is known. */
  readonly url: string | null;
}

/**
 * The alert that an event is worth; null for an event that nobody has to hear of. `incident` is as it was right after that event, which is its last: so the same event
 * always makes the same alert, whenever it is told.
 */
export const alertOfEvent = (incident: Incident, { environment, impact, url }: AlertSurroundings): Alert | null => {
  const event = incident.events.at(-1);
  const kind = event === undefined ? null : kindOf(event);
  if (event === undefined || kind === null) return null;
  const [opening] = sinceOpened(incident.events);
  return {
    key: `${incident.id}/${incident.events.length}`, kind, at: event.at, startedAt: opening?.at ?? incident.openedAt, incident: incident.id, thread: incident.id, title: incident.title, sentence: sentenceOf(incident, event),
    severity: incident.severity, model: modelOfSubject(incident.subject), environment, subject: incident.subject, owner: incident.owner?.name ?? null, escalatedTo: incident.escalatedTo, consequence: incident.consequence,
    impact, since: incident.since, run: "run" in event ? event.run : lastRun(incident.events), url,
  };
};

const kindOf = ({ kind }: IncidentEvent): Exclude<Alert["kind"], "test"> | null =>
  kind === "opened" || kind === "reopened" || kind === "escalated" || kind === "acknowledged" || kind === "closed" ? kind : null;

const sentenceOf = ({ title, events }: Incident, event: IncidentEvent): string => {
  switch (event.kind) {
    case "opened": return event.sentence === "" ? title : event.sentence;
    case "reopened": return event.why === "" ? title : event.why;
    case "escalated": return `${event.why}: ${lastSentence(events) ?? title}`;
    case "acknowledged": return `${event.by} knows of it${event.note === null ? "" : `: ${event.note}`}`;
    case "closed": return event.by === null ? event.why : `closed by ${event.by}: ${event.why}`;
    default: return title;
  }
};

const lastSentence = (events: readonly IncidentEvent[]): string | null => {
  const said = events.findLast((event) => (event.kind === "opened" || event.kind === "observed") && event.sentence !== "");
  return said !== undefined && "sentence" in said ? said.sentence : null;
};

const lastRun = (events: readonly IncidentEvent[]): string | null => {
  const said = events.findLast((event) => "run" in event);
  return said !== undefined && "run" in said ? said.run : null;
};
