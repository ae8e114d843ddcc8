import { isOpen } from "../../app/access/ways-in.ts";
import type { ServerWorld } from "../../app/serve/server-world.ts";
import type { Principal } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { sha256 } from "../../core/ledger/sha256.ts";
import type { GuessLimit } from "./limit-guesses.ts";
import { readCookie, sessionCookie } from "./session-cookie.ts";

/** Nobody in particular; may nothing. */
const nobody: Principal = { kind: "person", name: "nobody", scopes: [], role: null, functions: [], models: null };

export interface Identified {
  readonly principal: Principal;
  /** Whose requests are counted together: one token wherever it comes from, one session at one address, all strangers at one address. */
  readonly asker: string;
}

/**
 * Who asks: by a token in `Authorization`, else by the session's cookie; nobody when neither is there, or the session is over. LS701 for a token that is unknown, revoked or
 * expired. Secrets are looked up by their sha256, so how long it takes tells nothing of them.
 */
export const identify = (request: Request, world: Pick<ServerWorld, "access" | "clock" | "launch" | "loaded" | "log" | "url">, { guesses, address }: { readonly guesses: GuessLimit; readonly address: string }): Identified => {
  const now = new Date(world.clock.now()).toISOString();
  const authorization = request.headers.get("authorization");
  if (authorization !== null) return byToken(authorization, now, world, guesses, address);
  const cookie = readCookie(request, sessionCookie(world.url()));
  const stranger: Identified = { principal: nobody, asker: `nobody ${address}` };
  if (cookie === null || cookie === "") return stranger;
  const digest = sha256(cookie);
  const session = world.access.session(digest);
  // A cookie that is over is what everybody's browser has in the morning: whoever brings one is a stranger, and no guesser.
  if (session === null || session.expiresAt <= now || !isOpen(session.way, world)) return stranger;
  return { principal: session.principal, asker: `session ${digest} ${address}` };
};

const byToken = (authorization: string, now: string, { access, log }: Pick<ServerWorld, "access" | "log">, guesses: GuessLimit, address: string): Identified => {
  const [, basic] = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(authorization) ?? [];
  // Controllers that can be given an address and no header (Flagger, KServe's logger) send what stands before its @: anything, a colon, the token.
  const given = basic === undefined ? authorization : `Bearer ${Buffer.from(basic, "base64").toString("latin1").replace(/^[^:]*:/, "")}`;
  const [, secret] = /^Bearer +([\x21-\x7e]+) *$/i.exec(given) ?? [];
  const refused = (message: string): LockstepError => new LockstepError("LS701", { message, place: "Authorization" });
  if (secret === undefined) throw refused("the header is not of the form: Bearer TOKEN");
  const digest = sha256(secret);
  guesses.check(address, digest);
  const token = access.token(digest);
  const fault = token === null ? "is not known here" : token.revokedAt !== null ? `was revoked at ${token.revokedAt}` : token.expiresAt !== null && token.expiresAt <= now ? `expired at ${token.expiresAt}` : null;
  if (token === null || fault !== null) {
    guesses.wrong(address, digest);
    throw refused(`this token ${fault}`);
  }
  guesses.right(digest);
  try {
    access.touchToken(token.id, now);
  } catch (cause) {
    // When it was last used is for people to look at: a full disk is no reason to refuse a read.
    log.warn({ token: token.id, cause: (cause as Error).message }, "when a token was last used could not be written");
  }
  return { principal: { kind: "token", name: `token ${token.name}`, scopes: token.scopes, role: null, functions: [], models: token.models }, asker: `token ${token.id}` };
};
