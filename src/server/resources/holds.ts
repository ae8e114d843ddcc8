import { z } from "zod";
import { loadHolds, placeHold, releaseHold } from "../../app/retention/holds.ts";
import { Hold } from "../../core/domain/hold.ts";
import { mustMayModel } from "../access/must-may-model.ts";
import { listPage } from "../list-page.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Query = z.strictObject({ ...pageQuery, model: z.string().optional(), status: Hold.shape.status.optional() });

/** Legal holds, newest first. */
const holds = route({ method: "get", path: "/api/v1/holds", scope: "read", tag: "evidence", summary: "Legal holds: what is kept however old it is, and why", query: Query, result: pageOf(Hold) }, ({ query, principal, world }) =>
  listPage(loadHolds(world.store).filter(({ model }) => (query.model === undefined || model === null || model === query.model) && (principal.models === null || model === null || principal.models.includes(model))).toReversed(), query, ({ status }) => query.status === undefined || status === query.status));

const NewHold = z.strictObject({ model: z.string().min(1).nullable().default(null), from: z.string().nullable().default(null), to: z.string().nullable().default(null), reason: z.string().min(1) });

const place = route({ method: "post", path: "/api/v1/holds", scope: "administer", tag: "evidence", summary: "Place a legal hold", body: NewHold, result: Hold, status: 201 }, ({ body, principal, world }) => {
  mustMayModel(principal, body.model);
  return placeHold(world.store, body, { by: principal.name, now: world.clock.now() });
});

const Release = z.strictObject({ request: z.string().nullable().default(null).describe("the approved request to release it"), note: z.string().nullable().default(null) });

const release = route({ method: "post", path: "/api/v1/holds/{id}/release", scope: "administer", tag: "evidence", summary: "Release a legal hold: after an approved request, or where the policy lets one person", params: z.object({ id: z.string() }), body: Release, result: Hold }, ({ params, body, principal, world }) => {
  const held = loadHolds(world.store).find(({ id }) => id === params.id);
  if (held !== undefined) mustMayModel(principal, held.model);
  return releaseHold(world.store, params.id, { ...body, singlePerson: world.loaded?.manifest.policy?.singlePerson === true }, { by: principal.name, now: world.clock.now() });
});

export const holdRoutes = [holds, place, release] as const;
