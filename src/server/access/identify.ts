import type { ServerWorld } from "../../app/serve/server-world.ts";
import type { Principal } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { sha256 } from "../../core/ledger/sha256.ts";

export const sessionCookie = "lockstep_session";

/** Nobody in particular; may nothing. */
export const nobody: Principal = { kind: "person", name: "nobody", scopes: [], role: null, functions: [], models: null };

/** Who asks: by a token in `Authorization`, else by the session's cookie; nobody when neither is there. LS701 for a token or session that is unknown, expired or revoked. */
export const identify = (request: Request, { access, clock }: ServerWorld): Principal => {
  const now = new Date(clock.now()).toISOString();
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const [, secret] = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization) ?? [];
    const token = secret === undefined ? null : access.token(sha256(secret));
    if (token === null) throw new LockstepError("LS701", { message: "this token is not known here", place: "Authorization" });
    if (token.revokedAt !== null) throw new LockstepError("LS701", { message: "this token was revoked", place: "Authorization" });
    if (token.expiresAt !== null && token.expiresAt <= now) throw new LockstepError("LS701", { message: "this token has expired", place: "Authorization" });
    access.touchToken(token.id, now);
    return { kind: "token", name: `token ${token.name}`, scopes: token.scopes, role: null, functions: [], models: token.models };
  }
  const cookie = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(request.headers.get("cookie") ?? "")?.[1];
  const session = cookie === undefined ? null : access.session(sha256(cookie));
  return session === null || session.expiresAt <= now ? nobody : session.principal;
};
