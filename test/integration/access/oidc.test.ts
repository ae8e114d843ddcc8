import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../../src/adapters/clock/system/system-clock.ts";
import { newServerWorld, testUrl, type TestServer } from "../../../src/server/server-world.fixture.ts";
import { type Issuer, startIssuer } from "./start-issuer.ts";

const clientSecret = "the-secret-of-the-client-at-the-issuer";
const accounts = {
  ada: { name: "Ada Lovelace", email: "ada@example.com", groups: ["leads"] },
  bob: { name: "Bob", email: "bob@example.com", email_verified: true, groups: ["engineers", "others"] },
  eve: { name: "Eve", email: "eve@example.com", groups: ["sales"] },
  mallory: { name: "Mallory", email: "root@example.com", email_verified: false, groups: [] },
};

let issuer: Issuer;
let server: TestServer;
let later = 0;
const logged: string[] = [];
beforeAll(async () => { issuer = await startIssuer(accounts, { id: "lockstep", secret: clientSecret, redirectUri: `${testUrl}/auth/callback` }); });
afterAll(() => issuer.close());

const manifest = (): string => `version: 1
owner: { name: Grace Hopper, contact: grace@example.com }
server:
  url: ${testUrl}
  sessions: 2h
  oidc:
    issuer: ${issuer.url}
    clientId: lockstep
    clientSecret: env:OIDC_SECRET
    scopes: [profile, email, groups]
    roles: { leads: approver, engineers: operator, root@example.com: admin }
    functions: { leads: engineering }
`;

beforeEach(async () => {
  later = 0;
  server = await newServerWorld({ manifest: manifest(), env: { OIDC_SECRET: clientSecret }, launch: null, clock: { ...systemClock, now: () => Date.now() + later }, log: (_, fields, message) => logged.push(JSON.stringify(fields) + message) });
});
afterEach(() => {
  server.close();
  issuer.down = false;
});

const cookieOf = (response: Response, name: string): string => response.headers.getSetCookie().map((each) => each.split(";")[0] ?? "").find((each) => each.startsWith(`${name}=`)) ?? "";

/** Goes to the issuer; `change` does to the address what somebody between could. */
const begin = async (next = "/", change: (url: URL) => void = () => {}): Promise<{ readonly to: string; readonly cookie: string }> => {
  const answer = await server.fetch(`/auth/login?${new URLSearchParams({ next })}`);
  expect(answer.status).toBe(303);
  const to = new URL(answer.headers.get("location") ?? "");
  change(to);
  return { to: to.href, cookie: cookieOf(answer, "lockstep_sign_in") };
};
const comeBack = (to: string, cookie: string, accept = "application/json"): Promise<Response> => server.fetch(to, { headers: { cookie, accept } });
const signIn = async (login: string, accept?: string): Promise<Response> => {
  const { to, cookie } = await begin("/models/risk?day=1");
  return comeBack(await issuer.signIn(to, login), cookie, accept);
};
const me = async (cookie: string): Promise<Record<string, unknown>> => (await server.fetch("/api/v1/me", { headers: { cookie } })).json() as Promise<Record<string, unknown>>;

test("somebody with a role signs in, is known by name, and goes on to the page that was meant", async () => {
  const answer = await signIn("ada");
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/models/risk?day=1"]);
  const session = cookieOf(answer, "lockstep_session");
  expect(await me(session)).toMatchObject({ signedIn: true, kind: "person", name: "Ada Lovelace <ada@example.com>", role: "approver", functions: ["engineering"], signIn: { way: "oidc", url: "/auth/login" } });
  expect((await me(cookieOf(await signIn("bob"), "lockstep_session")))["role"]).toBe("operator");
  expect(logged.join("\n")).not.toContain(clientSecret);
});

test.each([["eve", "eve@example.com"], ["mallory", "Mallory"]])("%s has no role, is told which account was refused and whom to ask, and gets no session", async (login, shown) => {
  const page = await signIn(login, "text/html");
  expect([page.status, cookieOf(page, "lockstep_session"), page.headers.get("content-type")]).toEqual([403, "", "text/html; charset=utf-8"]);
  const text = await page.text();
  for (const words of [shown, "Grace Hopper", "server.oidc.roles"]) expect(text).toContain(words);
});

/** Each is refused for its own reason. */
const reasons: Readonly<Record<string, string>> = {
  "another state": "does not belong to a question", "another browser": "another browser", "no cookie": "another browser", "the state of another sign-in in the same browser": "invalid_grant",
  "another nonce": "nonce", "another verifier": "invalid_grant", "declined at the issuer": "access_denied", "after ten minutes": "ten minutes",
};

test("what does not belong together lets nobody in", async () => {
  const refusals: Record<string, Response> = {};
  const { to, cookie } = await begin();
  const back = await issuer.signIn(to, "ada");
  const altered = new URL(back);
  altered.searchParams.set("state", `${altered.searchParams.get("state")?.slice(0, -4)}AAAA`);
  refusals["another state"] = await comeBack(altered.href, cookie);
  refusals["another browser"] = await comeBack(back, "lockstep_sign_in=another");
  refusals["no cookie"] = await comeBack(back, "");
  const other = await begin();
  const swapped = new URL(back);
  swapped.searchParams.set("state", new URL(other.to).searchParams.get("state") ?? "");
  refusals["the state of another sign-in in the same browser"] = await comeBack(swapped.href, `${other.cookie}`);
  const nonce = await begin("/", (url) => url.searchParams.set("nonce", "of-somebody-else"));
  refusals["another nonce"] = await comeBack(await issuer.signIn(nonce.to, "ada"), nonce.cookie);
  const challenge = await begin("/", (url) => url.searchParams.set("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
  refusals["another verifier"] = await comeBack(await issuer.signIn(challenge.to, "ada"), challenge.cookie);
  const declined = await begin();
  refusals["declined at the issuer"] = await comeBack(`/auth/callback?${new URLSearchParams({ state: new URL(declined.to).searchParams.get("state") ?? "", error: "access_denied", iss: issuer.url })}`, declined.cookie);
  const late = await begin();
  const lateBack = await issuer.signIn(late.to, "ada");
  later = 11 * 60_000;
  refusals["after ten minutes"] = await comeBack(lateBack, late.cookie);
  for (const [what, response] of Object.entries(refusals)) {
    expect([what, response.status, cookieOf(response, "lockstep_session")]).toEqual([what, 502, ""]);
    const { code, message } = await response.json() as { code: string; message: string };
    expect([what, code, message]).toEqual([what, "LS711", expect.stringContaining(reasons[what] ?? "?")]);
  }
});

test("the same answer of the issuer lets in once", async () => {
  const { to, cookie } = await begin();
  const back = await issuer.signIn(to, "ada");
  expect((await comeBack(back, cookie)).status).toBe(303);
  expect((await comeBack(back, cookie)).status).toBe(502);
});

test("two pages sign in at the same time", async () => {
  const first = await begin("/first");
  const answer = await server.fetch("/auth/login?next=/second", { headers: { cookie: first.cookie } });
  const second = { to: answer.headers.get("location") ?? "", cookie: cookieOf(answer, "lockstep_sign_in") };
  expect((await comeBack(await issuer.signIn(second.to, "ada"), second.cookie)).headers.get("location")).toBe("/second");
  expect((await comeBack(await issuer.signIn(first.to, "ada"), second.cookie)).headers.get("location")).toBe("/first");
});

test("signing out ends it at once, and time ends it by itself", async () => {
  const out = cookieOf(await signIn("ada"), "lockstep_session");
  expect((await server.fetch("/auth/logout", { method: "POST", headers: { cookie: out, origin: "https://elsewhere.example" } })).status).toBe(403);
  expect((await me(out))["signedIn"]).toBe(true);
  expect(await (await server.fetch("/auth/logout", { method: "POST", headers: { cookie: out, origin: testUrl } })).json()).toEqual({ signedOut: true });
  expect((await me(out))["signedIn"]).toBe(false);
  const lasting = cookieOf(await signIn("ada"), "lockstep_session");
  later = 2 * 3_600_000 - 60_000;
  expect((await me(lasting))["signedIn"]).toBe(true);
  later = 2 * 3_600_000 + 60_000;
  expect((await me(lasting))["signedIn"]).toBe(false);
});

test("an issuer that is down is told so, and asked again when it is back", async () => {
  issuer.down = true;
  const answer = await server.fetch("/auth/login", { headers: { accept: "text/html" } });
  expect(answer.status).toBe(502);
  expect(await answer.text()).toContain('href="/auth/login"');
  issuer.down = false;
  expect((await signIn("bob")).status).toBe(303);
});

test("asked under another name, signing in begins at the address that the issuer knows", async () => {
  const answer = await server.fetch("/auth/login?next=/x", { headers: { host: "localhost:4860" } });
  expect(answer.headers.get("location")).toBe(`${testUrl}/auth/login?next=%2Fx`);
});

test("the printed address is no way in where people sign in by name", async () => {
  expect((await server.fetch("/auth/launch?token=launch-token-of-the-test")).status).toBe(401);
});
