import type { Incident, IncidentEvent } from "../../core/domain/incident.ts";
import { inForce } from "../../core/governance/apply-waivers.ts";
import { modelOfSubject } from "../../core/incident/model-of-subject.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { appendEvents } from "../incident/append-events.ts";
import { incidentsOf } from "../incident/incidents-of.ts";
import type { LoadedManifest } from "../manifest/loaded-manifest.ts";
import { loadReviews } from "./reviews.ts";
import { loadWaivers } from "./waivers-in-force.ts";

const dayMs = 864e5;
/** Long enough before its end to mend what was accepted, or to ask again. */
const waiverSoonMs = 3 * dayMs;
const actionSoonMs = 3 * dayMs;
/** A week to find the time for it. */
const reviewSoonMs = 7 * dayMs;

/* Of what is short anyway the second half: nobody is told of an end in the minute in which it was agreed. */
const isSoon = (from: number, end: number, now: number, soonMs: number): boolean => end <= now + Math.min(soonMs, (end - from) / 2);

/** What somebody should know before it is due. Its subject is of this one time: told once, whatever becomes of it. */
interface Note {
  readonly subject: string;
  readonly title: string;
  readonly sentence: string;
  readonly owner: string;
}

const kinds = ["waiver ends ", "action due ", "policy review due "] as const;

interface World {
  readonly store: RunStore;
  readonly catalogue: Catalogue;
  readonly loaded: LoadedManifest | null;
  readonly clock: { now(): number };
}

/**
 * Opens an incident of kind `review` and severity `info`, which nobody is escalated to and every channel tells quietly, for each waiver that ends within three days, each action item
 * that is due within three, and each review within seven; and closes those whose matter is over. Gives the incidents that changed. For a server's background.
 */
export const tellWhatFallsDue = ({ store, catalogue, loaded, clock }: World, actor: string): Incident[] => {
  const now = clock.now();
  const at = new Date(now).toISOString();
  const changes = (incidents: readonly Incident[]): { readonly incident: string | null; readonly events: IncidentEvent[] }[] => {
    const notes = notesOf(store, incidents, loaded, now);
    const wanted = new Set(notes.map(({ subject }) => subject));
    const told = new Set(incidents.map(({ subject }) => subject));
    return [
      ...notes.filter(({ subject }) => !told.has(subject)).map((note) => ({ incident: null, events: [openingOf(note, at)] })),
      ...incidents.filter(({ subject, status }) => status !== "closed" && kinds.some((kind) => subject.startsWith(kind)) && !wanted.has(subject)).map(({ id }) => ({ incident: id, events: [{ kind: "closed" as const, at, by: null, why: "it was seen to, or its day is over" }] })),
    ];
  };
  // Most minutes there is nothing to tell: then nothing is read anew.
  return changes(incidentsOf({ store, catalogue })).length === 0 ? [] : appendEvents(store, changes, actor);
};

const openingOf = ({ subject, title, sentence, owner }: Note, at: string): IncidentEvent => ({
  kind: "opened", at, run: subject, finding: subject, incident: "review", title, since: null, severity: "info", owner: { name: owner }, consequence: "investigate", verdict: "warn", estimate: null, interval: null, sentence,
});

const notesOf = (store: RunStore, incidents: readonly Incident[], loaded: LoadedManifest | null, now: number): Note[] => [
  ...loadWaivers(store).filter((waiver) => inForce(waiver, new Date(now).toISOString()) && isSoon(Date.parse(waiver.from), Date.parse(waiver.expiresAt), now, waiverSoonMs)).map(({ id, model, environment, finding, owner, expiresAt }): Note => ({
    subject: `waiver ends ${model}/${id}`, title: `waiver ${id} ends`, owner, sentence: `${id} accepts ${finding} of ${model}${environment === null ? "" : ` in ${environment}`} until ${minute(expiresAt)}; then it fails again`,
  })),
  ...incidents.flatMap(({ id: incident, subject, actions, events }) => actions.filter(({ id, doneAt, due }) => doneAt === null && due !== null && isSoon(Date.parse(askedAt(events, id)), Date.parse(due) + dayMs, now, actionSoonMs)).map(({ id, title, owner, due }): Note => {
    const model = modelOfSubject(subject);
    return { subject: `action due ${model === null ? "" : `${model}/`}${incident}:${id}`, title: `action item of ${incident} is due`, owner, sentence: `${owner} was to do this until ${due ?? ""}: ${title}` };
  })),
  ...loadReviews(store, loaded?.manifest.policy ?? null, now).filter(({ overdue, dueAt, everyDays }) => !overdue && isSoon(Date.parse(dueAt) - everyDays * dayMs, Date.parse(dueAt), now, reviewSoonMs)).map(({ name, what, reviewer, dueAt }): Note => ({
    subject: `policy review due ${name} ${dueAt.slice(0, 10)}`, title: `review of ${what}`, owner: reviewer, sentence: `the review ${name} falls due on ${dueAt.slice(0, 10)}; it is ${reviewer}'s turn`,
  })),
];

const askedAt = (events: Incident["events"], item: string): string => events.find((event) => event.kind === "action" && event.item.id === item)?.at ?? "";

const minute = (at: string): string => `${at.slice(0, 16).replace("T", " ")}Z`;
