import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issueToken } from "../../../src/app/access/issue-token.ts";
import { revokeToken } from "../../../src/app/access/revoke-token.ts";
import { roles, type Scope, scopes, scopesOfRole, tokenScopes } from "../../../src/core/domain/access.ts";
import { systemClock } from "../../../src/adapters/clock/system/system-clock.ts";
import { newServerWorld, type TestServer } from "../../../src/server/server-world.fixture.ts";
import type { AnyRoute } from "../../../src/server/route.ts";
import { routes } from "../../../src/server/routes.ts";

/** The law of access: what every route answers to everybody who could ask, worked out from its specification alone. A route that is added is held to it by being there. */
let server: TestServer;
let later = 0;
const planted = { PLANTED: "planted-in-the-surroundings", OIDC_SECRET: "planted-as-the-secret-of-the-client", SLACK_URL: "https://127.0.0.1:1/planted-in-the-address-of-a-channel" };
const secrets: string[] = Object.values(planted);
const own: Record<string, Readonly<Record<string, string>>> = {};

beforeAll(async () => {
  server = await newServerWorld({
    env: planted, clock: { ...systemClock, now: () => Date.now() + later },
    manifest: `version: 1
server: { url: "http://127.0.0.1:4860", oidc: { issuer: "http://127.0.0.1:1", clientId: lockstep, clientSecret: "env:OIDC_SECRET", roles: { "*": viewer } } }
alerts: { channels: { team: { slack: "env:SLACK_URL" } }, routes: [{ to: [team] }] }
`,
  });
  for (const scope of tokenScopes) own[scope] = server.token(scope);
  own["every"] = server.token(tokenScopes);
  const wish = { scopes: tokenScopes, models: null };
  const issuer = { name: "test", scopes: [...scopes], models: null };
  const expired = issueToken(server.world.access, server.world.store, { wish: { ...wish, name: "expired", expiresAt: new Date(Date.now() + 60_000).toISOString() }, issuer, now: Date.now() });
  const revoked = issueToken(server.world.access, server.world.store, { wish: { ...wish, name: "revoked", expiresAt: null }, issuer, now: Date.now() });
  revokeToken(server.world.access, server.world.store, { id: revoked.record.id, by: "test", now: Date.now() });
  later = 120_000;
  own["expired"] = { authorization: `Bearer ${expired.secret}` };
  own["revoked"] = { authorization: `Bearer ${revoked.secret}` };
  own["unknown"] = { authorization: `Bearer lks_${"A".repeat(43)}` };
  own["no token at all"] = { authorization: "Basic YWRhOnBhc3M=" };
  secrets.push(expired.secret, revoked.secret);
});
afterAll(() => server.close());

/** What the law says: refused with this code, or let through to what the route itself makes of it. */
type Expected = "LS701" | "LS702" | "LS703" | "LS708" | "through";

interface Asker {
  readonly who: string;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly expected: (scope: Scope | null, changes: boolean) => Expected;
}

const mayDo = (held: readonly Scope[]) => (scope: Scope | null): Expected => (scope === null || held.includes(scope) ? "through" : "LS702");
const asNobody = (scope: Scope | null): Expected => (scope === null ? "through" : "LS701");
const endedSession = (): Readonly<Record<string, string>> => {
  const headers = server.as("admin");
  later += 24 * 3_600_000;
  return headers;
};
const foreign = "https://elsewhere.example";
const onlyCookie = (): Readonly<Record<string, string>> => ({ cookie: server.as("admin")["cookie"] ?? "" });

const askers: readonly Asker[] = [
  { who: "nobody", headers: () => ({}), expected: asNobody },
  { who: "somebody with cookies of others", headers: () => ({ cookie: "theme=dark; lockstep_session_old=x; =; ;" }), expected: asNobody },
  ...roles.map((role): Asker => ({ who: `a ${role}`, headers: () => server.as(role), expected: mayDo(scopesOfRole[role]) })),
  ...tokenScopes.map((scope): Asker => ({ who: `a token for ${scope}`, headers: () => own[scope] ?? {}, expected: mayDo([scope]) })),
  ...["expired", "revoked", "unknown", "no token at all"].map((which): Asker => ({ who: `a token that is ${which}`, headers: () => own[which] ?? {}, expected: () => "LS701" })),
  { who: "a revoked token beside an admin's session", headers: () => ({ ...server.as("admin"), ...own["revoked"] }), expected: () => "LS701" },
  { who: "a session that ended", headers: endedSession, expected: asNobody },
  { who: "an admin's cookie from another site", headers: () => ({ ...onlyCookie(), origin: foreign }), expected: (_, changes) => (changes ? "LS703" : "through") },
  { who: "an admin's cookie from a page that hides where it is from", headers: () => ({ ...onlyCookie(), origin: "null", "sec-fetch-site": "cross-site" }), expected: (_, changes) => (changes ? "LS703" : "through") },
  { who: "an admin's cookie without an origin", headers: onlyCookie, expected: (_, changes) => (changes ? "LS703" : "through") },
  { who: "an admin's form on a page of this server", headers: () => ({ ...onlyCookie(), origin: "null", "sec-fetch-site": "same-origin" }), expected: () => "through" },
  { who: "nobody, from another site", headers: () => ({ origin: foreign }), expected: (scope, changes) => (scope !== null ? "LS701" : changes ? "LS703" : "through") },
  { who: "a token from another site", headers: () => ({ ...own["every"], origin: foreign }), expected: (scope, changes) => (scope === "approve" ? "LS702" : changes ? "LS703" : "through") },
  { who: "an admin under another name of the server", headers: () => ({ ...server.as("admin"), host: "rebound.example" }), expected: () => "LS708" },
];

const statuses = { LS701: 401, LS702: 403, LS703: 403, LS708: 421 } as const;
const concrete = ({ spec }: AnyRoute): string => spec.path.replaceAll(/\{\w+\}/g, "none-such").replaceAll("*", "none-such");
const matches = (path: string, { spec }: AnyRoute): boolean => new RegExp(`^${spec.path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path);

/** The beginning of what was answered, headers first; what streams is left then. */
const beginningOf = async (response: Response): Promise<string> => {
  const reader = response.body?.getReader();
  let text = `${JSON.stringify([...response.headers])}\n`;
  for (let part = await reader?.read(); part !== undefined && !part.done && text.length < 65_536; part = response.headers.get("content-type")?.includes("event-stream") === true ? undefined : await reader?.read()) text += Buffer.from(part.value).toString("latin1");
  await reader?.cancel();
  return text;
};

const ask = async (method: string, path: string, { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: boolean }): Promise<{ readonly response: Response; readonly text: string; readonly code: string | null }> => {
  const response = await server.fetch(path, { method, headers: { accept: "application/json", ...(body ? { "content-type": "application/json" } : {}), ...headers }, ...(body ? { body: "{}" } : {}) });
  const text = await beginningOf(response);
  for (const secret of [...secrets, ...server.secrets]) if (text.includes(secret)) throw new Error(`${method} ${path} told a secret: ${text.slice(0, 400)}`);
  return { response, text, code: /"code":"(LS\d+)"/.exec(text)?.[1] ?? null };
};

describe.each(routes.map((route) => ({ route, name: `${route.spec.method.toUpperCase()} ${route.spec.path}` })))("$name", ({ route }) => {
  const { method } = route.spec;
  // No secret of a webhook was agreed here, so what could be signed needs its scope as well.
  const scope = route.spec.scope ?? route.spec.unsigned ?? null;
  const changes = method !== "get";

  test("lets in whom it should, and nobody else", async () => {
    const faults: string[] = [];
    for (const { who, headers, expected } of askers) {
      const { response, code } = await ask(method.toUpperCase(), concrete(route), { headers: headers(), body: changes });
      const should = expected(scope, changes);
      const refused = code !== null && Object.keys(statuses).includes(code);
      // Where the handler looks at the scope itself, a foreign page is found out before.
      if (route.spec.unsigned !== undefined && who.endsWith("from another site") && code === "LS703") continue;
      const asItShould = should === "through" ? !refused && response.status !== 500 : code === should && response.status === statuses[should];
      if (!asItShould) faults.push(`${who}: ${should} was due, ${response.status} ${code ?? ""} came`);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(faults).toEqual([]);
  });

  test("takes no other method, and HEAD where it takes GET", async () => {
    const path = concrete(route);
    const taken = new Set(routes.filter((each) => matches(path, each)).map(({ spec }) => spec.method.toUpperCase()));
    const openEnded = route.spec.path.endsWith("*");
    for (const other of ["POST", "PUT", "DELETE", "PATCH", ...(openEnded ? [] : ["GET"])].filter((each) => !taken.has(each))) {
      const { response, code } = await ask(other, path, { headers: own["every"] ?? {}, body: false });
      expect([other, response.status, code]).toEqual(openEnded ? [other, 404, "LS706"] : [other, 405, "LS709"]);
      if (!openEnded) expect(response.headers.get("allow")).toContain(method.toUpperCase());
    }
    if (openEnded) return;
    const options = await ask("OPTIONS", path, { headers: { origin: foreign, "access-control-request-method": "POST" }, body: false });
    expect([options.response.status, options.response.headers.get("allow")?.split(", ").includes(method.toUpperCase())]).toEqual([204, true]);
    if (changes) return;
    const asked = { headers: own["every"] ?? {}, body: false };
    const [whole, head] = [await ask("GET", path, asked), await ask("HEAD", path, asked)];
    expect([head.response.status, head.response.body, head.response.headers.get("content-type")]).toEqual([whole.response.status, null, whole.response.headers.get("content-type")]);
  });
});

test("there are routes of every scope, and of none", () => {
  expect([...new Set(routes.map(({ spec }) => spec.scope))].toSorted()).toEqual([...scopes, null].toSorted());
});
