import type { Incident, IncidentEvent } from "../../core/domain/incident.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { named } from "../entries/record-number.ts";
import { appendEvents } from "./append-events.ts";

/** What people do with an incident; who and when are added. */
export type IncidentAct =
  | { readonly kind: "acknowledged"; readonly note: string | null }
  | { readonly kind: "assigned"; readonly to: string }
  | { readonly kind: "commented"; readonly note: string }
  | { readonly kind: "judged"; readonly alarm: "confirmed" | "refuted"; readonly note: string | null }
  | { readonly kind: "closed"; readonly why: string };

/** The incident that a name means: an id, whatever its case, or its number. LS259 when it means none. */
export const findIncident = (incidents: readonly Incident[], name: string): Incident => {
  const found = named(incidents, name);
  if (found !== undefined) return found;
  const open = incidents.filter(({ status }) => status !== "closed").map(({ id }) => id);
  throw new LockstepError("LS259", { message: `there is no incident ${name}${open.length === 0 ? "" : `; open are ${listOf(open.slice(0, 10))}`}`, place: name });
};

/** Enters what somebody did; gives the incident as it is then. LS259; LS105 for what makes no sense once it is closed, or acknowledged. */
export const actOnIncident = (store: RunStore, name: string, act: IncidentAct, { by, now }: { readonly by: string; readonly now: number }): Incident => {
  const [changed] = appendEvents(store, (incidents) => {
    const incident = findIncident(incidents, name);
    refuse(incident, act);
    // Nothing is said to have happened before what is known already, however the clock was set.
    const last = Math.max(now, Date.parse(incident.events.at(-1)?.at ?? incident.openedAt));
    return [{ incident: incident.id, events: [{ ...act, at: new Date(last).toISOString(), by } as IncidentEvent] }];
  }, by);
  if (changed === undefined) throw new Error("an act changes its incident");
  return changed;
};

const refuse = ({ id, status, closedAt }: Incident, { kind }: IncidentAct): void => {
  if (status === "closed" && (kind === "acknowledged" || kind === "assigned" || kind === "closed")) throw new LockstepError("LS105", { message: `${id} is closed since ${closedAt ?? "some time"}`, place: id, todo: "Comment on it or judge its alarm; it is taken up again by itself when it fails again." });
  if (status === "acknowledged" && kind === "acknowledged") throw new LockstepError("LS105", { message: `${id} is acknowledged already`, place: id, todo: "Comment on it, or assign it to somebody." });
};
