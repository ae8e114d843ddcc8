import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newServerWorld, type TestServer } from "../../../src/server/server-world.fixture.ts";

let server: TestServer;
beforeEach(async () => { server = await newServerWorld(); });
afterEach(() => server.close());

const cookieOf = (response: Response): string => (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";

describe("the printed address", () => {
  test("lets its owner in, without leaving the token in the address", async () => {
    const token = server.world.launch.token ?? "";
    const second = await server.fetch(`/auth/launch?token=${token}`);
    expect([second.status, second.headers.get("location")]).toEqual([303, "/"]);
    expect(second.headers.get("set-cookie")).toMatch(/^lockstep_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
    const me = await (await server.fetch("/api/v1/me", { headers: { cookie: cookieOf(second) } })).json() as Record<string, unknown>;
    expect(me).toMatchObject({ signedIn: true, name: "ada", role: "admin", signIn: { way: "launch", url: null } });
  });

  test.each(["wrong", "launch-token-of-the-tes", "launch-token-of-the-test%20"])("lets nobody in with the token %s", async (token) => {
    const refused = await server.fetch(`/auth/launch?token=${token}`, { headers: { accept: "text/html" } });
    expect([refused.status, refused.headers.get("set-cookie")]).toEqual([401, null]);
    expect(await refused.text()).not.toContain(token.slice(0, 20));
  });

  test.each(["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/..//evil.example", "javascript:alert(1)", "/auth/logout"])("goes nowhere else, whatever next is: %s", async (next) => {
    const answer = await server.fetch(`/auth/launch?${new URLSearchParams({ token: server.world.launch.token ?? "", next })}`);
    expect(answer.headers.get("location")).toBe("/");
  });

  test("goes on to the page that was meant", async () => {
    const next = await server.fetch(`/auth/launch?${new URLSearchParams({ token: server.world.launch.token ?? "", next: "/models/risk?day=2026-03-01" })}`);
    expect(next.headers.get("location")).toBe("/models/risk?day=2026-03-01");
  });
});

test("a session ends for good", async () => {
  const headers = server.as("operator");
  expect((await (await server.fetch("/api/v1/me", { headers })).json() as { name: string }).name).toContain("operator");
  expect(await (await server.fetch("/auth/logout", { method: "POST", headers })).json()).toEqual({ signedOut: true });
  expect((await (await server.fetch("/api/v1/me", { headers })).json() as { signedIn: boolean }).signedIn).toBe(false);
});

test("a session counts only by the rules that hold now", async () => {
  const headers = server.as("admin");
  Object.assign(server.world, { launch: { ...server.world.launch, role: "viewer" } });
  expect((await (await server.fetch("/api/v1/me", { headers })).json() as { signedIn: boolean }).signedIn).toBe(false);
});

describe("what is too much", () => {
  test("twenty wrong tokens from one address are enough for a minute; who was right before goes on", async () => {
    const known = server.token("read");
    const guess = (index: number): Promise<Response> => server.fetch("/api/v1/me", { headers: { authorization: `Bearer lks_guess-${index}` } });
    expect((await server.fetch("/api/v1/me", { headers: known })).status).toBe(200);
    expect(new Set(await Promise.all(Array.from({ length: 20 }, async (_, index) => (await guess(index)).status)))).toEqual(new Set([401]));
    const refused = await guess(20);
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await server.fetch(`/auth/launch?token=guess`)).status).toBe(429);
    expect((await server.fetch("/api/v1/me", { headers: known })).status).toBe(200);
    expect((await server.fetch("/api/v1/me", { headers: { authorization: "Bearer lks_guess-21" }, remote: "10.0.0.9" })).status).toBe(401);
  });

  test("a body beyond the limit is refused whatever length it says, and not read for whom it would not help", async () => {
    const small = await newServerWorld({ settings: { maxBody: 1_000, perMinute: 5 } });
    try {
      const ask = (headers: Readonly<Record<string, string>>): Promise<Response> => small.fetch("/api/v1/tokens", { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify({ name: "x".repeat(2_000), scopes: ["read"] }) });
      const admin = small.token("administer");
      expect([(await ask(admin)).status, (await ask({ ...admin, "content-length": "10" })).status, (await ask({})).status]).toEqual([413, 413, 401]);
      const statuses: number[] = [];
      for (let index = 0; index < 5; index += 1) statuses.push((await small.fetch("/healthz", { headers: admin })).status);
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      expect((await small.fetch("/healthz", { remote: "10.0.0.9" })).status).toBe(200);
    } finally {
      small.close();
    }
  });
});

test("an admin issues and revokes tokens, never for more than they may themselves, and a revoked one is out at once", async () => {
  const json = { "content-type": "application/json" };
  const issue = (headers: Readonly<Record<string, string>>, body: object): Promise<Response> => server.fetch("/api/v1/tokens", { method: "POST", headers: { ...headers, ...json }, body: JSON.stringify(body) });
  const admin = server.as("admin");
  const issued = await issue(admin, { name: "ci", scopes: ["read", "push"], models: ["risk"], expiresAt: "2999-01-01T00:00:00+01:00" });
  expect(issued.status).toBe(201);
  const { token, secret } = await issued.json() as { token: { id: string; createdBy: string; expiresAt: string }; secret: string };
  expect([token.createdBy, token.expiresAt]).toEqual(["admin <admin@example.com>", "2998-12-31T23:00:00.000Z"]);
  const mine = { authorization: `Bearer ${secret}` };
  expect(await (await server.fetch("/api/v1/me", { headers: mine })).json()).toMatchObject({ signedIn: true, kind: "token", name: "token ci", scopes: ["read", "push"], models: ["risk"], until: null });
  const narrow = server.token(["administer", "read"], ["risk"]);
  const refusals = [await issue(admin, { name: "a", scopes: ["approve"] }), await issue(admin, { name: "ci", scopes: ["read"] }), await issue(narrow, { name: "b", scopes: ["push"], models: ["risk"] }), await issue(narrow, { name: "c", scopes: ["read"] }), await issue(narrow, { name: "d", scopes: ["read"], models: ["fraud"] })];
  expect(await Promise.all(refusals.map(async (each) => ((await each.json()) as { code: string }).code))).toEqual(["LS732", "LS732", "LS702", "LS702", "LS702"]);
  const list = await (await server.fetch("/api/v1/tokens?limit=1", { headers: admin })).json() as { items: unknown[]; next: string | null; total: number };
  expect([list.items.length, list.total, JSON.stringify(list).includes(secret)]).toEqual([1, 2, false]);
  const other = server.token("administer", ["fraud"]);
  expect([(await (await server.fetch("/api/v1/tokens", { headers: other })).json() as { total: number }).total, (await server.fetch(`/api/v1/tokens/${token.id}`, { method: "DELETE", headers: other })).status]).toEqual([1, 403]);
  expect((await server.fetch(`/api/v1/tokens/${token.id}`, { method: "DELETE", headers: admin })).status).toBe(200);
  expect((await server.fetch("/api/v1/me", { headers: mine })).status).toBe(401);
  const entered = [...server.world.store.ledger()].filter(({ subject }) => subject.startsWith(token.id)).map(({ subject, actor }) => [subject, actor]);
  expect(entered).toEqual([[`${token.id}/issued`, "admin <admin@example.com>"], [`${token.id}/revoked`, "admin <admin@example.com>"]]);
});
