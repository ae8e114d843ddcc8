import { alertOfEvent } from "../../core/alert/alert-of-event.ts";
import type { Alert } from "../../core/domain/alert.ts";
import type { Incident } from "../../core/domain/incident.ts";
import type { Run } from "../../core/domain/run.ts";
import { incidentOf } from "../../core/incident/transition.ts";
import type { AlertWorld } from "./alert-world.ts";

type Known = Pick<AlertWorld, "store" | "url" | "log">;

/** The alert that an incident's event of this number is worth; null for none. Its run says where the model ran and what a day costs. */
export const alertOf = (incident: Incident, number: number, world: Known): Alert | null => {
  const then = incidentOf(incident.id, incident.events.slice(0, number));
  if (then === null || then.events.length < number) return null;
  const url = world.url();
  // Of its first run, so that an incident has the same labels from its opening to its end.
  const [opening] = incident.events;
  const run = opening?.kind === "opened" ? runOf(opening.run, world) : null;
  const hypothesis = run?.validation?.hypotheses.find((each) => each.hypothesis.id === incident.subject)?.hypothesis;
  const environment = run?.environments.candidate.name ?? /^fingerprint (.+)$/.exec(incident.subject)?.[1] ?? null;
  return alertOfEvent(then, { environment, impact: hypothesis?.impact ?? null, url: url === "" ? null : `${url}/incidents/${encodeURIComponent(incident.id)}` });
};

/** The alert that says how an open incident stands: its newest opening or escalation. */
export const standingAlert = (incident: Incident, world: Known): Alert | null => {
  if (incident.status === "closed") return null;
  const index = incident.events.findLastIndex(({ kind }) => kind === "opened" || kind === "reopened" || kind === "escalated");
  return alertOf(incident, index + 1, world);
};

/** A run that is gone or damaged keeps nobody from being told. */
const runOf = (id: string, { store, log }: Known): Run | null => {
  try {
    return store.get(id);
  } catch (error) {
    log.warn({ run: id, error: (error as Error).message }, "an alert goes out without what its run says");
    return null;
  }
};
