import { alertOfEvent } from "../../core/alert/alert-of-event.ts";
import type { Alert } from "../../core/domain/alert.ts";
import type { Incident } from "../../core/domain/incident.ts";
import { incidentOf } from "../../core/incident/transition.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { AlertWorld } from "./alert-world.ts";

type Known = Pick<AlertWorld, "store" | "url" | "log">;

/** The alert that an incident's event of this number is worth; null for none. Its run says where the model ran and what a day costs. */
export const alertOf = (incident: Incident, number: number, world: Known): Alert | null => {
  const then = incidentOf(incident.id, incident.events.slice(0, number));
  if (then === null || then.events.length < number) return null;
  const url = world.url();
  // Of its first run, so that an incident has the same labels from its opening to its end.
  const [opening] = incident.events;
  const run = opening?.kind === "opened" ? saidBy(opening.run, world) : null;
  const environment = run?.environment ?? /^fingerprint (.+)$/.exec(incident.subject)?.[1] ?? null;
  return alertOfEvent(then, { environment, impact: run?.impacts.get(incident.subject) ?? null, url: url === "" ? null : `${url}/incidents/${encodeURIComponent(incident.id)}` });
};

/** The alert that says how an open incident stands: its newest opening or escalation. */
export const standingAlert = (incident: Incident, world: Known): Alert | null => {
  if (incident.status === "closed") return null;
  const index = incident.events.findLastIndex(({ kind }) => kind === "opened" || kind === "reopened" || kind === "escalated");
  return alertOf(incident, index + 1, world);
};

/** What a run says to the incidents that it opened. */
interface RunWords {
  readonly environment: string;
  /** By hypothesis. */
  readonly impacts: ReadonlyMap<string, Alert["impact"]>;
}

/** Runs never change and are large, and one look may open many incidents; so many are remembered. */
const mostKnown = 200;
const knownOf = new WeakMap<RunStore, Map<string, RunWords>>();

/** Null for a run that is gone or damaged, which keeps nobody from being told. */
const saidBy = (id: string, { store, log }: Known): RunWords | null => {
  const known = knownOf.get(store) ?? new Map<string, RunWords>();
  knownOf.set(store, known);
  const before = known.get(id);
  if (before !== undefined) return before;
  try {
    const run = store.get(id);
    if (run === null) return null;
    const words: RunWords = { environment: run.environments.candidate.name, impacts: new Map(run.validation?.hypotheses.map(({ hypothesis }) => [hypothesis.id, hypothesis.impact])) };
    if (known.size >= mostKnown) known.clear();
    known.set(id, words);
    return words;
  } catch (error) {
    log.warn({ run: id, error: (error as Error).message }, "an alert goes out without what its run says");
    return null;
  }
};
