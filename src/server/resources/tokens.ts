import { z } from "zod";
import { issueToken } from "../../app/access/issue-token.ts";
import { revokeToken } from "../../app/access/revoke-token.ts";
import { type Principal, Scope, TokenRecord } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { pageOf, pageQuery } from "../page-query.ts";
import { route } from "../route.ts";

const Query = z.strictObject(pageQuery);

const list = route({ method: "get", path: "/api/v1/tokens", scope: "administer", tag: "tokens", summary: "All tokens, the newest first; never their secrets", query: Query, result: pageOf(TokenRecord) }, ({ world, query, principal }) => {
  const all = world.access.tokens().filter((token) => isWithin(token, principal));
  const from = query.after === undefined ? 0 : all.findIndex(({ id }) => id === query.after) + 1;
  if (query.after !== undefined && from === 0) throw new LockstepError("LS707", { message: "this is the end of no page", place: "after" });
  const items = all.slice(from, from + query.limit);
  return { items, next: from + items.length < all.length ? (items.at(-1)?.id ?? null) : null, total: all.length };
});

const Wish = z.strictObject({
  name: z.string().min(1).max(64).describe("as it stands in the ledger: token NAME"),
  scopes: z.array(Scope).min(1),
  models: z.array(z.string().min(1).max(200)).min(1).max(500).nullable().optional().describe("only these; all when left out"),
  expiresAt: z.iso.datetime({ offset: true }).nullable().optional().describe("never when left out"),
});

const Issued = z.object({ token: TokenRecord, secret: z.string().describe("shown this once; Authorization: Bearer SECRET") });

const issue = route({ method: "post", path: "/api/v1/tokens", scope: "administer", tag: "tokens", summary: "Issue a token for a machine", body: Wish, result: Issued, status: 201 }, ({ world, body, principal }) => {
  const { record, secret } = issueToken(world.access, world.store, {
    wish: { name: body.name, scopes: body.scopes, models: body.models ?? null, expiresAt: body.expiresAt === undefined || body.expiresAt === null ? null : new Date(body.expiresAt).toISOString() },
    issuer: principal, now: world.clock.now(),
  });
  return { token: record, secret };
});

const revoke = route({ method: "delete", path: "/api/v1/tokens/{id}", scope: "administer", tag: "tokens", summary: "Revoke a token: it lets nobody in from now on", params: z.object({ id: z.string().min(1).max(100) }), result: TokenRecord }, ({ world, params, principal }) => {
  const token = world.access.tokens().find(({ id }) => id === params.id);
  if (token !== undefined && !isWithin(token, principal)) throw new LockstepError("LS702", { message: `${principal.name} is for some models, and this token for others`, place: "id" });
  return revokeToken(world.access, world.store, { id: params.id, by: principal.name, now: world.clock.now() });
});

/** Whoever is for some models has to do with tokens for these alone. */
const isWithin = ({ models }: TokenRecord, principal: Principal): boolean => principal.models === null || (models !== null && models.every((model) => principal.models?.includes(model)));

export const tokenRoutes = [list, issue, revoke] as const;
