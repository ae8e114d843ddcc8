import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { launchWay, oidcWay } from "../../app/access/ways-in.ts";
import { Principal, scopesOfRole } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { enterSession, leaveSession } from "../access/enter-session.ts";
import { localPath } from "../access/local-path.ts";
import { refusalPage } from "../access/refusal-page.ts";
import { readCookie, sessionCookie, writeCookie } from "../access/session-cookie.ts";
import { route } from "../route.ts";
import { signInRoutes } from "./sign-in.ts";

const text = (most: number): z.ZodString => z.string().min(1).max(most);

/** The way in of whoever started the server: the printed address. */
const launch = route({
  method: "get", path: "/auth/launch", scope: null, tag: "session", summary: "Sign in with the token of the printed address, and go on to a page",
  query: z.strictObject({ token: text(500), next: text(2000).optional().describe("a path of this server to go on to") }), result: "text/html",
}, ({ query, request, world, remote, guesses }) => {
  try {
    const digest = sha256(query.token);
    guesses.check(remote, digest);
    const way = launchWay(world);
    const right = world.launch.token !== null && timingSafeEqual(Buffer.from(digest), Buffer.from(sha256(world.launch.token)));
    if (!right || way === null) {
      guesses.wrong(remote, digest);
      throw new LockstepError("LS701", way === null ? { message: "nobody comes in by a printed address here", place: "token", todo: "Sign in where this server's people do: /auth/login" } : { message: "this is not the token of the address that was printed", place: "token", todo: "Open the address that lockstep serve printed when it was last started." });
    }
    const { role, name } = world.launch;
    return enterSession(world, request, { kind: "person", name, scopes: [...scopesOfRole[role]], role, functions: [], models: null }, { way, next: localPath(query.next) });
  } catch (error) {
    const page = refusalPage(error, request, { redact: world.io.redact, again: null });
    if (page === null) throw error;
    return page;
  }
});

const SignedOut = z.object({ signedOut: z.boolean().describe("whether there was a session") });

const logout = route({ method: "post", path: "/auth/logout", scope: null, tag: "session", summary: "End the session of this browser", result: SignedOut }, ({ world, request, principal }) => {
  const signedOut = leaveSession(world, request);
  if (signedOut) world.log.info({ person: principal.name }, "signed out");
  return Response.json({ signedOut }, { headers: { "set-cookie": writeCookie(sessionCookie(world.url()), "", { seconds: 0, url: world.url() }) } });
});

const Me = Principal.extend({
  signedIn: z.boolean(),
  /** How people sign in here, and where; by the printed address there is nowhere to go to. */
  signIn: z.object({ way: z.enum(["launch", "oidc", "none"]), url: z.string().nullable() }),
  /** When this session ends; null for tokens and strangers. */
  until: z.string().nullable(),
});

const me = route({ method: "get", path: "/api/v1/me", scope: null, tag: "session", summary: "Who asks, what they may do, and how people sign in here", result: Me }, ({ world, request, principal }) => {
  const signedIn = principal.scopes.length > 0;
  const cookie = signedIn && principal.kind === "person" ? readCookie(request, sessionCookie(world.url())) : null;
  const signIn = oidcWay(world) !== null ? ({ way: "oidc", url: "/auth/login" } as const) : ({ way: launchWay(world) === null ? "none" : "launch", url: null } as const);
  return { ...principal, signedIn, signIn, until: cookie === null ? null : (world.access.session(sha256(cookie))?.expiresAt ?? null) };
});

export const sessionRoutes = [launch, ...signInRoutes, logout, me] as const;
