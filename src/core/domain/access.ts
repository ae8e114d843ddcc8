import { z } from "zod";

/**
 * What may be done at a server, as a route asks for it: read; push runs; be answered as a rollout controller; send logs and traces; act on incidents and alerts;
 * approve; administer tokens, holds and retention.
 */
export const scopes = ["read", "push", "gate", "ingest", "operate", "approve", "administer"] as const;
export const Scope = z.enum(scopes);
export type Scope = z.infer<typeof Scope>;

/** What people are; each may all that the one before may. */
export const roles = ["viewer", "operator", "approver", "admin"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** What a role may do. A role is nothing but its scopes: routes ask for a scope, and never for a role. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ["read"],
  operator: ["read", "push", "gate", "ingest", "operate"],
  approver: ["read", "push", "gate", "ingest", "operate", "approve"],
  admin: scopes,
};

/** The scopes that a machine may hold: to approve is for people. */
export const tokenScopes = scopes.filter((scope) => scope !== "approve");

/** Whoever asks: a person who signed in, a token of a machine, or the person at this machine who has the printed address. */
export const Principal = z.object({
  kind: z.enum(["person", "token"]),
  /** As it stands in the ledger: `Ada Lovelace <ada@example.com>`, `token ci-risk`. */
  name: z.string(),
  scopes: z.array(Scope),
  role: Role.nullable(),
  /** The functions in whose name this person may approve. */
  functions: z.array(z.string()),
  /** The models that a token is for; null: all. */
  models: z.array(z.string()).nullable(),
});
export type Principal = z.infer<typeof Principal>;

/** A token as lists show it: never the token itself, of which only a digest is kept. */
export const TokenRecord = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  models: z.array(z.string()).nullable(),
  createdAt: z.string(),
  createdBy: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});
export type TokenRecord = z.infer<typeof TokenRecord>;
