import { z } from "zod";
import { newSecret } from "../../app/access/new-secret.ts";
import { principalOfClaims } from "../../app/access/principal-of-claims.ts";
import { createSignIn, type SignIn } from "../../app/access/sign-in.ts";
import { oidcWay } from "../../app/access/ways-in.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { enterSession } from "../access/enter-session.ts";
import { localPath } from "../access/local-path.ts";
import { refusalPage } from "../access/refusal-page.ts";
import { ownCookie, readCookie, writeCookie } from "../access/session-cookie.ts";
import { route } from "../route.ts";

/** Binds what comes back from the issuer to the browser that went there. */
const signInCookie = (url: string): string => ownCookie("lockstep_sign_in", url);

/** One per server: what it found out about its issuer is kept with it. */
const signIns = new WeakMap<ServerWorld, SignIn>();

const signInOf = (world: ServerWorld): SignIn => {
  const entry = world.loaded?.manifest.server?.oidc;
  if (entry === undefined) throw new LockstepError("LS706", { message: "people do not sign in by name here", place: "server.oidc", todo: "Open the address that lockstep serve printed, or add server.oidc to lockstep.yaml." });
  const made = signIns.get(world) ?? createSignIn(entry, world.io, () => `${world.url()}/auth/callback`);
  signIns.set(world, made);
  return made;
};

/** What goes wrong is told as a page to who came with a browser, and stands in the log. */
const told = async (world: ServerWorld, request: Request, again: string | null, work: () => Promise<Response>): Promise<Response> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LockstepError) world.log.warn({ code: error.code }, world.io.redact(error.message));
    const page = refusalPage(error, request, { redact: world.io.redact, again });
    if (page === null) throw error;
    return page;
  }
};

const login = route({
  method: "get", path: "/auth/login", scope: null, tag: "session", summary: "Go to the issuer to sign in",
  query: z.strictObject({ next: z.string().min(1).max(2000).optional().describe("a path of this server to go on to") }), result: "text/html",
}, ({ query, request, world }) => told(world, request, "/auth/login", async () => {
  const next = localPath(query.next);
  const signIn = signInOf(world);
  // The issuer comes back to the one address that it knows; a cookie set under another name would not be there then.
  const own = new URL(world.url());
  const host = request.headers.get("host");
  if (host !== null && host.toLowerCase() !== own.host) return new Response(null, { status: 303, headers: { location: `${world.url()}/auth/login?${new URLSearchParams({ next })}` } });
  const known = readCookie(request, signInCookie(world.url()));
  const browser = known !== null && /^[\w-]{43}$/.test(known) ? known : newSecret().secret;
  const to = await signIn.begin(browser, next, world.clock.now());
  return new Response(null, { status: 303, headers: { location: to.href, "set-cookie": writeCookie(signInCookie(world.url()), browser, { seconds: 600, url: world.url() }) } });
}));

const callback = route({
  method: "get", path: "/auth/callback", scope: null, tag: "session", summary: "Come back from the issuer",
  query: z.looseObject({ state: z.string().max(2000).optional(), code: z.string().max(6000).optional(), error: z.string().max(500).optional() }), result: "text/html",
}, ({ request, world }) => told(world, request, "/auth/login", async () => {
  const { claims, next } = await signInOf(world).finish(new URL(request.url), readCookie(request, signInCookie(world.url())), world.clock.now());
  const { principal, account, groups } = principalOfClaims(claims, world.loaded?.manifest.server?.oidc ?? {});
  if (principal === null) throw new LockstepError("LS702", { message: `${account} has no role here${groups.length === 0 ? "" : `, nor has any of the groups ${groups.slice(0, 20).join(", ")}`}`, todo: whomToAsk(world) });
  return enterSession(world, request, principal, { way: oidcWay(world) ?? "", next });
}));

const whomToAsk = ({ loaded }: ServerWorld): string => {
  const owner = loaded?.manifest.owner;
  const who = owner === undefined ? "an admin of this server" : `${owner.name}${owner.contact === undefined ? "" : ` (${owner.contact})`}`;
  return `Ask ${who} to name this account or one of its groups under server.oidc.roles in lockstep.yaml.`;
};

export const signInRoutes = [login, callback] as const;
