import type { Principal, TokenRecord } from "../core/domain/access.ts";

/** A person's session; the cookie holds a secret of which only the digest is kept. */
export interface Session {
  readonly digest: string;
  /** How this person came in: one that is not open any more lets nobody in that it let in before. */
  readonly way: string;
  readonly principal: Principal;
  readonly expiresAt: string;
}

/** Tokens and sessions, by the digests of their secrets. No secret is ever kept. */
export interface AccessStore {
  /** A known id or digest is a bug. */
  addToken(record: TokenRecord, digest: string): void;
  /** The newest first. */
  tokens(): readonly TokenRecord[];
  /** The token of this digest, whatever its state. */
  token(digest: string): TokenRecord | null;
  /** Remembers that it was used; written at most once a minute, and not while somebody else writes: whoever uses a token never waits for it. */
  touchToken(id: string, at: string): void;
  /** The token as it is now, with the time it first was revoked; null when there is none of this id. */
  revokeToken(id: string, at: string): TokenRecord | null;
  addSession(session: Session): void;
  session(digest: string): Session | null;
  endSession(digest: string): void;
  /** Takes away sessions that ended before `now`. */
  prune(now: string): void;
  close(): void;
}
