import { enterSignIn } from "../../app/access/enter-sign-in.ts";
import { startSession } from "../../app/access/start-session.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import type { Principal } from "../../core/domain/access.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import { readCookie, sessionCookie, writeCookie } from "./session-cookie.ts";

/** Begins a session, ends the one that this browser had, and goes on to `next`; `cookies`: others to set with it. */
export const enterSession = (world: ServerWorld, request: Request, principal: Principal, { way, next, cookies = [] }: { readonly way: string; readonly next: string; readonly cookies?: readonly string[] }): Response => {
  leaveSession(world, request);
  const { secret, seconds } = startSession(world, principal, way);
  enterSignIn(world, principal, way);
  world.log.info({ person: principal.name, role: principal.role, way: way.split(" ")[0] }, "signed in");
  const headers = new Headers({ location: next });
  for (const cookie of [writeCookie(sessionCookie(world.url()), secret, { seconds, url: world.url() }), ...cookies]) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
};

/** Ends the session of this browser; whether there was one. */
export const leaveSession = ({ access, url }: Pick<ServerWorld, "access" | "url">, request: Request): boolean => {
  const cookie = readCookie(request, sessionCookie(url()));
  const known = cookie === null ? null : access.session(sha256(cookie));
  if (known !== null) access.endSession(known.digest);
  return known !== null;
};
