import { z } from "zod";
import { askRequest } from "../../app/governance/ask-request.ts";
import { coveredNow } from "../../app/governance/covered-now.ts";
import { endWaiver, findWaiver } from "../../app/governance/end-waiver.ts";
import { loadWaivers } from "../../app/governance/waivers-in-force.ts";
import { ChangeRequest } from "../../core/domain/change-request.ts";
import { Waiver } from "../../core/domain/waiver.ts";
import { Verdict } from "../../core/domain/verdict.ts";
import { inForce } from "../../core/governance/apply-waivers.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Listed = Waiver.extend({ inForce: z.boolean() });

const waivers = route({
  method: "get", path: "/api/v1/waivers", scope: "read", tag: "governance", summary: "Waivers, newest first: those that hold, and those that are over",
  query: z.strictObject({ ...pageQuery, model: z.string().optional(), environment: z.string().optional(), inForce: z.stringbool().optional(), order: z.enum(["newest", "ends"]).default("newest").describe("ends: what ends first at the head") }), result: pageOf(Listed),
}, ({ query: { model, environment, inForce: wanted, order, ...page }, principal, world }) => {
  const at = new Date(world.clock.now()).toISOString();
  const all = loadWaivers(world.store)
    .filter((each) => (model === undefined || each.model === model) && (environment === undefined || each.environment === null || each.environment === environment) && (principal.models === null || principal.models.includes(each.model)))
    .map((each) => ({ ...each, inForce: inForce(each, at) }))
    .toReversed();
  return listPage(order === "ends" ? all.toSorted((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt)) : all, page, (each) => wanted === undefined || each.inForce === wanted);
});

const waiver = route({ method: "get", path: "/api/v1/waivers/{id}", scope: "read", tag: "governance", summary: "One waiver", params: z.object({ id: z.string().max(200) }), result: Listed }, ({ params, principal, world }) => {
  const found = loadWaivers(world.store).find(({ id }) => id === params.id);
  if (found === undefined) throw new LockstepError("LS733", { message: `there is no waiver ${params.id}`, place: params.id });
  mustMayModel(principal, found.model);
  return { ...found, inForce: inForce(found, new Date(world.clock.now()).toISOString()) };
});

const Covered = z.object({ run: z.string(), environment: z.string(), startedAt: z.string(), finding: z.string(), verdict: Verdict, statement: z.string() });

const covered = route({ method: "get", path: "/api/v1/waivers/{id}/findings", scope: "read", tag: "governance", summary: "The findings of the newest runs that a waiver is for, whether it holds or not", params: z.object({ id: z.string().max(200) }), result: z.object({ items: z.array(Covered), more: z.boolean() }) }, ({ params, principal, world }) => {
  const found = loadWaivers(world.store).find(({ id }) => id === params.id);
  if (found === undefined) throw new LockstepError("LS733", { message: `there is no waiver ${params.id}`, place: params.id });
  mustMayModel(principal, found.model);
  return coveredNow(world.catalogue, found);
});

const Wanted = z.strictObject({
  model: z.string().min(1), environment: z.string().min(1).nullable().default(null), finding: z.string().min(1).max(500), expiresAt: z.iso.datetime({ offset: true }), owner: z.string().min(1).max(200), reason: z.string().trim().min(1).max(10_000),
});

/** A waiver is a request until people have approved it. */
const ask = route({ method: "post", path: "/api/v1/waivers", scope: "operate", tag: "governance", summary: "Ask for a failing finding to be accepted for a time", body: Wanted, result: ChangeRequest, status: 201 }, ({ body: { reason, ...wanted }, principal, world }) => {
  mustMayModel(principal, wanted.model);
  return askRequest(world.store, world.loaded?.manifest.policy ?? null, { subject: { kind: "waiver", ...wanted }, reason }, { by: principal.name, now: world.clock.now() });
});

const end = route({ method: "post", path: "/api/v1/waivers/{id}/end", scope: "operate", tag: "governance", summary: "End a waiver before its time: the finding fails again", params: z.object({ id: z.string().max(200) }), body: z.strictObject({ reason: z.string().trim().min(1).max(10_000) }), result: Listed }, ({ params, body, principal, world }) => {
  mustMayModel(principal, findWaiver(world.store, params.id).model);
  const acting = { by: principal.name, now: world.clock.now() };
  const ended = endWaiver(world.store, params.id, body.reason, acting);
  return { ...ended, inForce: inForce(ended, new Date(acting.now).toISOString()) };
});

export const waiverRoutes = [waivers, waiver, covered, ask, end] as const;
