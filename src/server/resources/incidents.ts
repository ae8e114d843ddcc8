import { z } from "zod";
import { actOnIncident, findIncident, type IncidentAct } from "../../app/incident/act-on-incident.ts";
import { eventWords } from "../../app/incident/incident-words.ts";
import { impactOfIncident } from "../../app/incident/impact-of-incident.ts";
import { incidentsOf } from "../../app/incident/incidents-of.ts";
import { wayBackOfIncident } from "../../app/incident/way-back-of-incident.ts";
import { incidentsAtHand } from "../../app/serve/incidents-at-hand.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import type { Principal } from "../../core/domain/access.ts";
import { Alert, Delivery } from "../../core/domain/alert.ts";
import { Incident } from "../../core/domain/incident.ts";
import { Severity } from "../../core/domain/verdict.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { modelOfSubject } from "../../core/incident/model-of-subject.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

/** Deliveries about one incident that its page shows. */
const mostAlerts = 100;
/** Incidents of before that its page shows. */
const mostBefore = 20;

const Listed = Incident.omit({ events: true, postMortem: true }).extend({ model: z.string().nullable(), /** What a day of it costs; null where nothing was agreed, and for what is closed. */ impact: Alert.shape.impact, /** What happened last, in words. */ last: z.string(), lastAt: z.string(), /** How often its subject had one before, or it was opened again. */ recurrence: z.number().int() });
type Listed = z.infer<typeof Listed>;

const Whole = Incident.extend({
  model: z.string().nullable(),
  /** Every event in words, in order. */
  told: z.array(z.object({ at: z.string(), kind: z.string(), words: z.string() })),
  /** How one gets back to where it was well; empty when it is closed. */
  wayBack: z.array(z.string()),
  /** The claim that it is about, where somebody has looked at it; null where there is no such look. */
  hypothesis: z.object({ model: z.string(), name: z.string() }).nullable(),
  /** Others about the same subject before it, newest first. */
  before: z.array(Incident.pick({ id: true, title: true, status: true, openedAt: true, closedAt: true, alarm: true })),
  /** Newest first. */
  alerts: z.array(Delivery),
});

const Query = z.strictObject({ ...pageQuery, status: z.enum(["open", "acknowledged", "recovering", "closed", "standing"]).optional().describe("standing: all but closed ones"), model: z.string().optional(), kind: Incident.shape.kind.optional(), severity: Severity.optional(), owner: z.string().max(200).optional().describe("a part of the owner's name") });
const Id = z.object({ id: z.string().max(100).describe("INC-2026-0012, or 12") });

const list = route({ method: "get", path: "/api/v1/incidents", scope: "read", tag: "incidents", summary: "Incidents, newest first", query: Query, result: pageOf(Listed) }, async ({ query, principal, world }) => {
  if (query.model !== undefined) mustMayModel(principal, query.model);
  const all = await incidentsAtHand(world);
  const page = listPage(all.filter((incident) => mayRead(principal, incident)).toReversed(), query, (incident) => fits(incident, query));
  const earlier = earlierOf(all);
  return { ...page, items: page.items.map((incident) => listed(incident, earlier(incident).length, world)) };
});

const show = route({ method: "get", path: "/api/v1/incidents/{id}", scope: "read", tag: "incidents", summary: "One incident with all that happened, the way back, and who was told", params: Id, result: Whole }, async ({ params, principal, world }) => whole(await found(params.id, principal, world), world));

const Note = z.string().trim().min(1).max(10_000);
const OptionalNote = z.string().trim().max(10_000).optional().transform((note) => (note === undefined || note === "" ? null : note));

const act = <const P extends string, Body>(name: P, summary: string, body: z.ZodType<Body>, of: (body: Body) => IncidentAct) =>
  route({ method: "post", path: `/api/v1/incidents/{id}/${name}`, scope: "operate", tag: "incidents", summary, params: Id, body, result: Whole }, async ({ params, body: sent, principal, world }) => {
    const { id } = await found(params.id, principal, world);
    try {
      return whole(actOnIncident(world.store, id, of(sent), { by: principal.name, now: world.clock.now() }), world);
    } catch (error) {
      // On a page nothing was typed wrongly: somebody else was faster.
      if (error instanceof LockstepError && error.code === "LS105") throw new LockstepError("LS731", { message: error.message, todo: error.todo, ...(error.place === null ? {} : { place: error.place }) });
      throw error;
    }
  });

const acknowledge = act("acknowledge", "Say that you know of it: it is carried on to nobody else", z.strictObject({ note: OptionalNote }), ({ note }) => ({ kind: "acknowledged", note }));
const assign = act("assign", "Give it to somebody", z.strictObject({ to: z.string().trim().min(1).max(200) }), ({ to }) => ({ kind: "assigned", to }));
const comment = act("comment", "Add a note", z.strictObject({ note: Note }), ({ note }) => ({ kind: "commented", note }));
const judge = act("judge", "Say whether the alarm was right; the calibration of alarms learns from it", z.strictObject({ alarm: z.enum(["confirmed", "refuted"]), note: OptionalNote }), ({ alarm, note }) => ({ kind: "judged", alarm, note }));
const close = act("close", "Close it by hand; it is taken up again when it fails at a later look", z.strictObject({ why: Note }), ({ why }) => ({ kind: "closed", why }));

/** A token for some models hears nothing of what is about others, or about an environment as a whole. */
const mayRead = ({ models }: Principal, { subject }: Incident): boolean => {
  const model = modelOfSubject(subject);
  return models === null || (model !== null && models.includes(model));
};

const found = async (name: string, principal: Principal, world: ServerWorld): Promise<Incident> => {
  // Whoever may not read the others is not told which there are.
  const incident = findIncident((await incidentsAtHand(world)).filter((each) => principal.models === null || mayRead(principal, each) || each.id === name.toUpperCase()), name);
  mustMayModel(principal, modelOfSubject(incident.subject));
  return incident;
};

const fits = ({ status, kind, severity, subject, owner }: Incident, query: z.infer<typeof Query>): boolean =>
  (query.status === undefined || (query.status === "standing" ? status !== "closed" : status === query.status)) && (query.kind === undefined || kind === query.kind) &&
  (query.severity === undefined || severity === query.severity) && (query.model === undefined || modelOfSubject(subject) === query.model) &&
  (query.owner === undefined || (owner?.name ?? "").toLowerCase().includes(query.owner.toLowerCase()));

const numberOf = (id: string): number => Number(/(\d+)$/.exec(id)?.[1] ?? 0);

/** Those about the same subject that were opened before one, newest first. */
const earlierOf = (all: readonly Incident[]): ((incident: Incident) => readonly Incident[]) => {
  const bySubject = Map.groupBy(all, ({ subject }) => subject);
  return ({ id, subject }) => (bySubject.get(subject) ?? []).filter((each) => numberOf(each.id) < numberOf(id)).toReversed();
};

const reopenings = ({ events }: Incident): number => events.filter(({ kind }) => kind === "reopened").length;

/** The claim by which a subject goes: `credit/precision`. */
const claimOf = (subject: string, { catalogue }: ServerWorld): { readonly model: string; readonly name: string } | null => {
  const [, model, name] = /^([^\s/]+)\/([^\s/]+)$/.exec(subject) ?? [];
  return model === undefined || name === undefined || catalogue.looks({ model, name, limit: 1 }).items.length === 0 ? null : { model, name };
};

const listed = (all: Incident, earlier: number, { store }: ServerWorld): Listed => {
  const { events, postMortem: _, ...incident } = all;
  const last = events.at(-1);
  return { ...incident, model: modelOfSubject(incident.subject), impact: incident.status === "closed" ? null : impactOfIncident(store, all), last: last === undefined ? "" : eventWords(last), lastAt: last?.at ?? incident.openedAt, recurrence: earlier + reopenings(all) };
};

const whole = (incident: Incident, world: ServerWorld): z.infer<typeof Whole> => ({
  ...incident, model: modelOfSubject(incident.subject), told: incident.events.map((event) => ({ at: event.at, kind: event.kind, words: eventWords(event) })), wayBack: wayBackOfIncident(world.store, incident), hypothesis: claimOf(incident.subject, world),
  before: earlierOf(incidentsOf(world))(incident).slice(0, mostBefore).map(({ id, title, status, openedAt, closedAt, alarm }) => ({ id, title, status, openedAt, closedAt, alarm })),
  alerts: [...world.deliveries.list({ incident: incident.id, limit: mostAlerts }).items],
});

export const incidentRoutes = [list, show, acknowledge, assign, comment, judge, close] as const;
