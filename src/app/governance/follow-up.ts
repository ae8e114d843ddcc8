import type { ActionItem, Incident, IncidentEvent, PostMortem } from "../../core/domain/incident.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { postMortemDraft } from "../../core/governance/post-mortem-draft.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { findIncident } from "../incident/act-on-incident.ts";
import { appendEvents } from "../incident/append-events.ts";
import type { Acting } from "./append-request-event.ts";

/** A post-mortem filled from the incident's facts, for people to finish. */
export const draftPostMortem = (store: Pick<RunStore, "get">, incident: Incident): PostMortem => {
  const opened = incident.events[0];
  return postMortemDraft(incident, opened?.kind === "opened" ? store.get(opened.run) : null);
};

/** Puts down what was learnt; a later one takes the place of an earlier one, and both stay in the ledger. LS259. */
export const writePostMortem = (store: RunStore, name: string, postMortem: PostMortem, acting: Acting): Incident =>
  append(store, name, acting, (_, event) => ({ kind: "post-mortem", ...event, postMortem }));

/** Adds something to be done; it gets the next letter and number, `A1`. LS259. */
export const addAction = (store: RunStore, name: string, item: Pick<ActionItem, "title" | "owner" | "due">, acting: Acting): Incident =>
  append(store, name, acting, ({ events }, event) => ({ kind: "action", ...event, item: { id: `A${events.filter(({ kind }) => kind === "action").length + 1}`, ...item } }));

/** Says that something was done. LS259; LS733 for an item that is not there, LS731 for one that is done. */
export const finishAction = (store: RunStore, name: string, item: string, note: string | null, acting: Acting): Incident =>
  append(store, name, acting, ({ id, actions }, event) => {
    const known = actions.find((each) => each.id.toLowerCase() === item.toLowerCase());
    if (known === undefined) throw new LockstepError("LS733", { message: `${id} has no action ${item}`, place: item, todo: actions.length === 0 ? "It has none." : `It has: ${actions.map((each) => each.id).join(", ")}.` });
    if (known.doneAt !== null) throw new LockstepError("LS731", { message: `the action ${known.id} of ${id} is done since ${known.doneAt}`, place: item, todo: "There is nothing to do." });
    return { kind: "action-done", ...event, item: known.id, note };
  });

/** An action with the incident that it came of. */
export interface FollowUp extends ActionItem {
  readonly incident: string;
  readonly subject: string;
  readonly overdue: boolean;
}

/** What was to be done of all incidents, done or not, what is due first at the head; what has no day comes last. `now` in ms. */
export const followUps = (incidents: readonly Incident[], now: number): FollowUp[] =>
  incidents
    .flatMap(({ id: incident, subject, actions }) => actions.map((item) => ({ ...item, incident, subject, overdue: item.doneAt === null && item.due !== null && Date.parse(item.due) + 864e5 <= now })))
    .toSorted((a, b) => (a.due ?? "9999").localeCompare(b.due ?? "9999") || a.incident.localeCompare(b.incident));

const append = (store: RunStore, name: string, { by, now }: Acting, of: (incident: Incident, event: { at: string; by: string }) => IncidentEvent): Incident => {
  const [changed] = appendEvents(store, (incidents) => {
    const incident = findIncident(incidents, name);
    const at = new Date(Math.max(now, Date.parse(incident.events.at(-1)?.at ?? incident.openedAt))).toISOString();
    return [{ incident: incident.id, events: [of(incident, { at, by })] }];
  }, by);
  if (changed === undefined) throw new Error("an act changes its incident");
  return changed;
};
