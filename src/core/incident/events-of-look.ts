import type { Incident, IncidentEvent } from "../domain/incident.ts";
import { type IncidentPolicy, toldAgainMs } from "./incident-policy.ts";
import { type Look, type LookFinding, readingOf } from "./look.ts";

/**
 * What a look does to the incident about one of its findings (the latest about that subject, open or closed; null: there never was one). Empty when it says
 * nothing new: a look that was seen already, or one that is older than what is known, changes nothing.
 */
const eventsOfFinding = (incident: Incident | null, finding: LookFinding, { run, at }: Pick<Look, "run" | "at">, policy: IncidentPolicy): IncidentEvent[] => {
  const { verdict, estimate, interval, sentence } = finding;
  const bad = finding.mode === "enforce" && readingOf(finding.kind, verdict) === "bad";
  const opening: IncidentEvent = { kind: "opened", at, run, finding: finding.subject, incident: finding.kind, title: finding.title, since: finding.since, severity: finding.severity, owner: finding.owner, consequence: finding.consequence, verdict, estimate, interval, sentence };
  if (incident === null) return bad ? [opening] : [];
  const last = lastSaid(incident.events);
  // A process that was killed between them may have kept the first of several events of a look.
  if (last.at === at && last.run === run) return ending(incident, at, run, policy);
  if (Date.parse(at) <= Date.parse(last.at)) return [];
  const observed: IncidentEvent = { kind: "observed", at, run, verdict, estimate, interval, sentence };
  if (incident.status === "closed") {
    // What speaks of a time before the end was known when it was ended.
    const after = Date.parse(at) - Date.parse(incident.closedAt ?? at);
    if (!bad || after <= 0) return [];
    const again = after <= policy.reopenWithinMs;
    return again ? [{ kind: "reopened", at, run, why: sentence }, observed] : [opening];
  }
  const reading = readingOf(incident.kind, verdict);
  if (reading === "well") {
    // Counted, so kept every time; there are as many as close it, and no more.
    return [observed, ...ending({ ...incident, status: "recovering", wellFor: incident.wellFor + 1 }, at, run, policy)];
  }
  return tellsMore(last, finding, at) ? [observed] : [];
};

/** What incidents become of a look. `incidents` are all that are known, in the order in which they were opened; the latest about a subject counts. */
export const eventsOfLook = (incidents: readonly Incident[], look: Look, policy: IncidentPolicy): { readonly incident: string | null; readonly subject: string; readonly events: readonly IncidentEvent[] }[] =>
  look.findings.flatMap((finding) => {
    const incident = incidents.findLast(({ subject }) => subject === finding.subject) ?? null;
    const events = eventsOfFinding(incident, finding, look, policy);
    return events.length === 0 ? [] : [{ incident: events[0]?.kind === "opened" ? null : (incident?.id ?? null), subject: finding.subject, events }];
  });

/** What ends an incident that has been well for long enough, less what was kept of it already. */
const ending = ({ status, wellFor, events }: Incident, at: string, run: string, { closeAfter }: IncidentPolicy): IncidentEvent[] => {
  if (status !== "recovering" || wellFor < closeAfter) return [];
  const kept = events.some((event) => event.kind === "recovered" && event.run === run);
  return [...(kept ? [] : [{ kind: "recovered", at, run, looks: wellFor } as const]), { kind: "closed", at, by: null, why: `${wellFor} ${wellFor === 1 ? "look was" : "looks in a row were"} well` }];
};

type Said = Extract<IncidentEvent, { kind: "opened" | "observed" }>;

/** What was last kept of a look. */
const lastSaid = (events: readonly IncidentEvent[]): Said => {
  const said = events.findLast((event): event is Said => event.kind === "observed" || event.kind === "opened");
  if (said === undefined) throw new Error("an incident begins with what was seen");
  return said;
};

/** Another verdict, an estimate beyond the interval it had, or a day that passed. */
const tellsMore = (last: Said, { verdict, estimate }: LookFinding, at: string): boolean => {
  if (verdict !== last.verdict || (estimate === null) !== (last.estimate === null)) return true;
  if (Date.parse(at) - Date.parse(last.at) >= toldAgainMs) return true;
  if (estimate === null || last.interval === null) return estimate !== last.estimate;
  return estimate < (last.interval.low ?? -Infinity) || estimate > (last.interval.high ?? Infinity);
};
