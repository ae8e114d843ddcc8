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
