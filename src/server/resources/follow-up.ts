import { z } from "zod";
import { addAction, draftPostMortem, finishAction, followUps, writePostMortem } from "../../app/governance/follow-up.ts";
import { runRemedy, tryRemedy } from "../../app/governance/run-remedy.ts";
import { findIncident } from "../../app/incident/act-on-incident.ts";
import { incidentsAtHand } from "../../app/serve/incidents-at-hand.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import type { Principal } from "../../core/domain/access.ts";
import { ActionItem, Incident, PostMortem } from "../../core/domain/incident.ts";
import { modelOfSubject } from "../../core/incident/model-of-subject.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Id = z.object({ id: z.string().max(200) });
const text = z.string().trim().min(1).max(10_000);

const meant = async (world: ServerWorld, principal: Principal, name: string): Promise<Incident> => {
  const incident = findIncident(await incidentsAtHand(world), name);
  mustMayModel(principal, modelOfSubject(incident.subject));
  return incident;
};

const draft = route({ method: "get", path: "/api/v1/incidents/{id}/post-mortem-draft", scope: "read", tag: "incidents", summary: "A post-mortem filled with what is known of an incident", params: Id, result: PostMortem }, async ({ params, principal, world }) => draftPostMortem(world.store, await meant(world, principal, params.id)));

const Written = z.strictObject(Object.fromEntries(Object.keys(PostMortem.shape).map((key) => [key, z.string().max(50_000)])) as { [K in keyof PostMortem]: z.ZodString });

const write = route({ method: "post", path: "/api/v1/incidents/{id}/post-mortem", scope: "operate", tag: "incidents", summary: "Put down what was learnt", params: Id, body: Written, result: Incident }, async ({ params, body, principal, world }) =>
  writePostMortem(world.store, (await meant(world, principal, params.id)).id, body, { by: principal.name, now: world.clock.now() }));

const Action = z.strictObject({ title: text, owner: text, due: z.iso.date().nullable().default(null) });

const add = route({ method: "post", path: "/api/v1/incidents/{id}/actions", scope: "operate", tag: "incidents", summary: "Add something to be done", params: Id, body: Action, result: Incident, status: 201 }, async ({ params, body, principal, world }) =>
  addAction(world.store, (await meant(world, principal, params.id)).id, body, { by: principal.name, now: world.clock.now() }));

const done = route({ method: "post", path: "/api/v1/incidents/{id}/actions/{item}/done", scope: "operate", tag: "incidents", summary: "Say that something was done", params: Id.extend({ item: z.string().max(20) }), body: z.strictObject({ note: text.nullable().default(null) }), result: Incident }, async ({ params, body, principal, world }) =>
  finishAction(world.store, (await meant(world, principal, params.id)).id, params.item, body.note, { by: principal.name, now: world.clock.now() }));

const Open = ActionItem.extend({ incident: z.string(), subject: z.string(), overdue: z.boolean() });

const open = route({ method: "get", path: "/api/v1/actions", scope: "read", tag: "incidents", summary: "What is still to be done of all incidents, what is due first at the head", query: z.strictObject({ ...pageQuery, owner: z.string().optional() }), result: pageOf(Open) }, async ({ query: { owner, ...page }, principal, world }) => {
  const incidents = (await incidentsAtHand(world)).filter(({ subject }) => principal.models === null || principal.models.includes(modelOfSubject(subject) ?? ""));
  // What is done keeps its place in the list, so that whoever turns the pages goes on behind it.
  const all = followUps(incidents, world.clock.now()).map((each) => ({ ...each, item: each.id, id: `${each.incident}/${each.id}` }));
  const { items, ...rest } = listPage(all, page, (each) => each.doneAt === null && (owner === undefined || each.owner === owner));
  return { ...rest, items: items.map(({ item, ...each }) => ({ ...each, id: item })) };
});

const Remedy = Id.extend({ remedy: z.string().max(100) });

const dryRun = route({ method: "post", path: "/api/v1/incidents/{id}/remedies/{remedy}/dry-run", scope: "operate", tag: "incidents", summary: "See what a remedy would do", params: Remedy, body: z.strictObject({}), result: z.object({ well: z.boolean(), outcome: z.string() }) }, async ({ params, principal, world }) =>
  tryRemedy(world, { incident: (await meant(world, principal, params.id)).id, remedy: params.remedy }));

/** One that policy lets be done without asking; the others are asked for. */
const use = route({ method: "post", path: "/api/v1/incidents/{id}/remedies/{remedy}", scope: "operate", tag: "incidents", summary: "Carry out a remedy that needs nobody's approval", params: Remedy, body: z.strictObject({}), result: z.object({ id: z.string(), done: z.boolean(), outcome: z.string() }) }, async ({ params, principal, world }) =>
  runRemedy(world, { incident: (await meant(world, principal, params.id)).id, remedy: params.remedy, by: principal.name, request: null }));

export const followUpRoutes = [draft, write, add, done, open, dryRun, use] as const;
