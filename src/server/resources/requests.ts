import { z } from "zod";
import { actingPerson } from "../acting-person.ts";
import { approveRequest, refuseRequest, withdrawRequest } from "../../app/governance/act-on-request.ts";
import { askRequest } from "../../app/governance/ask-request.ts";
import { carryOut } from "../../app/governance/carry-out.ts";
import { enactRequest } from "../../app/governance/enact-request.ts";
import { findRequest, loadRequests } from "../../app/governance/load-requests.ts";
import { modelOfRequest } from "../../app/governance/model-of-request.ts";
import { listedRunOf } from "../../app/runs/run-text.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import type { Principal } from "../../core/domain/access.ts";
import { ChangeRequest, PersonFunction, RequestSubject } from "../../core/domain/change-request.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Id = z.object({ id: z.string().max(200) });
const text = z.string().trim().min(1).max(10_000);
const kinds = ["decision", "waiver", "amendment", "remedy", "release-hold"] as const;

const policyOf = ({ loaded }: ServerWorld) => loaded?.manifest.policy ?? null;

/** The request that is meant, where whoever asks may see its model. */
const meant = (world: ServerWorld, principal: Principal, name: string): ChangeRequest => {
  const request = findRequest(loadRequests(world.store, world.clock.now()), name);
  mayRequest(world, principal, request);
  return request;
};

const mayRequest = (world: ServerWorld, principal: Principal, { subject }: Pick<ChangeRequest, "subject">): void => {
  if (principal.models !== null) mustMayModel(principal, modelOfRequest(world.store, subject));
};

const list = route({
  method: "get", path: "/api/v1/requests", scope: "read", tag: "governance", summary: "What was asked for, newest first",
  query: z.strictObject({ ...pageQuery, status: z.enum([...ChangeRequest.shape.status.options, "answered"]).optional().describe("answered: all but open ones"), kind: z.enum(kinds).optional(), model: z.string().optional() }), result: pageOf(ChangeRequest),
}, ({ query: { status, kind, model, ...page }, principal, world }) => {
  const all = loadRequests(world.store, world.clock.now()).filter((each) => {
    if (kind !== undefined && each.subject.kind !== kind) return false;
    if (model === undefined && principal.models === null) return true;
    const about = modelOfRequest(world.store, each.subject);
    return (model === undefined || about === model) && (principal.models === null || (about !== null && principal.models.includes(about)));
  });
  return listPage(all.toReversed(), page, (each) => status === undefined || (status === "answered" ? each.status !== "open" : each.status === status));
});

const show = route({ method: "get", path: "/api/v1/requests/{id}", scope: "read", tag: "governance", summary: "One request with all that happened to it", params: Id, result: ChangeRequest }, ({ params, principal, world }) => meant(world, principal, params.id));

const Asked = z.strictObject({ subject: RequestSubject, reason: text, authors: z.array(z.string().min(1)).default([]).describe("who made what it is about; they cannot approve it"), expiresAt: z.iso.datetime({ offset: true }).nullable().default(null) });

const ask = route({ method: "post", path: "/api/v1/requests", scope: "operate", tag: "governance", summary: "Ask for a decision, a waiver, an amendment, a remedy or the end of a hold", body: Asked, result: ChangeRequest, status: 201 }, ({ body, principal, world }) => {
  mayRequest(world, principal, body);
  // Whose run it is stays untold to whoever is for other models.
  if (principal.models !== null && body.subject.kind === "decision") mustMayModel(principal, listedRunOf(world, body.subject.run).model);
  return askRequest(world.store, policyOf(world), body, { by: principal.name, now: world.clock.now() });
});

const Approval = z.strictObject({ as: PersonFunction.nullable().default(null).describe("in whose name; the first function that is missing when left out"), note: text.nullable().default(null) });

const approve = route({ method: "post", path: "/api/v1/requests/{id}/approve", scope: "approve", tag: "governance", summary: "Say yes, as somebody who neither asked for it nor made what it is about", params: Id, body: Approval, result: ChangeRequest }, ({ params, body, principal, world }) => {
  const { id } = meant(world, principal, params.id);
  const acting = { by: principal.name, now: world.clock.now() };
  const request = approveRequest(world.store, policyOf(world), id, { ...actingPerson(principal, world), ...body }, acting);
  return enactRequest(world.store, policyOf(world), request, acting);
});

const refuse = route({ method: "post", path: "/api/v1/requests/{id}/refuse", scope: "approve", tag: "governance", summary: "Say no; that ends it", params: Id, body: z.strictObject({ note: text }), result: ChangeRequest }, ({ params, body, principal, world }) =>
  refuseRequest(world.store, policyOf(world), meant(world, principal, params.id).id, { note: body.note, machine: principal.kind === "token" }, { by: principal.name, now: world.clock.now() }));

const withdraw = route({ method: "post", path: "/api/v1/requests/{id}/withdraw", scope: "operate", tag: "governance", summary: "Take it back", params: Id, body: z.strictObject({ note: text.nullable().default(null) }), result: ChangeRequest }, ({ params, body, principal, world }) =>
  withdrawRequest(world.store, meant(world, principal, params.id).id, body.note, { by: principal.name, now: world.clock.now() }));

const enact = route({ method: "post", path: "/api/v1/requests/{id}/enact", scope: "operate", tag: "governance", summary: "Do what was approved, or say what entry of the ledger came of it", params: Id, body: z.strictObject({ what: text.nullable().default(null).describe("kind and subject, as hypothesis credit/precision/v3; left out: it is done now") }), result: ChangeRequest }, ({ params, body, principal, world }) =>
  carryOut(world, meant(world, principal, params.id), body.what, { by: principal.name, now: world.clock.now() }));

export const requestRoutes = [list, show, ask, approve, refuse, withdraw, enact] as const;
