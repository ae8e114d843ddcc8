import type { Scope, TokenRecord } from "../../../src/core/domain/access.ts";

/** What each scope lets a machine do. */
export const scopeWords: Readonly<Record<Scope, string>> = {
  read: "read everything", push: "push runs", gate: "ask for gates’ answers", ingest: "send logs and traces", operate: "act on incidents and alerts", approve: "approve", administer: "administer",
};

/** What a token may be given: to approve is for people. */
export const tokenScopes = (Object.keys(scopeWords) as Scope[]).filter((scope) => scope !== "approve");

type Standing = readonly [sign: string, word: string, tone: "delivered" | "failed" | "muted"];

/** Whether a token still lets somebody in. */
export const tokenStanding = ({ revokedAt, expiresAt }: TokenRecord, now: number): Standing =>
  revokedAt !== null ? ["✗", "revoked", "muted"] : expiresAt !== null && Date.parse(expiresAt) <= now ? ["○", "expired", "muted"] : ["✓", "in use", "delivered"];
