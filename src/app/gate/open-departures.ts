import { z } from "zod";
import { IncidentEvent } from "../../core/domain/incident.ts";
import type { OpenDeparture } from "../../core/gate/gate-facts.ts";
import { incidentOf } from "../../core/incident/transition.ts";
import type { Catalogue, ListedRun } from "../../ports/catalogue.ts";

const Entered = z.object({ incident: z.string(), event: IncidentEvent });
const page = 500;

/**
 * The departures that are open about a model in an environment. Incidents are folded as their events come: what is asked again costs what was entered since. Gives a function
 * of model and environment; an event that this Lockstep cannot read throws, for an incident that is not understood may be the one that matters.
 */
export const openDepartures = (catalogue: Pick<Catalogue, "entriesAfter" | "record" | "run">): ((model: string, environment: string) => readonly OpenDeparture[]) => {
  const events = new Map<string, IncidentEvent[]>();
  const runs = new Map<string, ListedRun | null>();
  let seen = 0;
  const catchUp = (): void => {
    for (;;) {
      const entries = catalogue.entriesAfter(seen, page, ["incident"]);
      for (const { sequence, subject } of entries) {
        const { incident, event } = Entered.parse(catalogue.record("incident", subject));
        const known = events.get(incident);
        if (known === undefined) events.set(incident, [event]);
        else known.push(event);
        seen = sequence;
      }
      if (entries.length < page) return;
    }
  };
  const runOf = (id: string): ListedRun | null => {
    const known = runs.get(id) ?? catalogue.run(id);
    runs.set(id, known);
    return known;
  };
  return (model, environment) => {
    catchUp();
    return [...events].flatMap(([id, each]): OpenDeparture[] => {
      const incident = incidentOf(id, each);
      if (incident === null || incident.kind !== "departure" || incident.status === "closed") return [];
      const opened = incident.events.findLast((event) => event.kind === "opened" || event.kind === "reopened");
      const run = opened === undefined || !("run" in opened) ? null : runOf(opened.run);
      if (run?.model !== model || run.environment !== environment) return [];
      return [{ id, title: incident.title, run: run.id, at: Date.parse(opened?.at ?? incident.openedAt), version: run.modelVersion, consequence: incident.consequence }];
    });
  };
};
