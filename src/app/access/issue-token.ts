import { randomBytes } from "node:crypto";
import { type Principal, type Scope, type TokenRecord, tokenScopes } from "../../core/domain/access.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { AccessStore } from "../../ports/access-store.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { newSecret } from "./new-secret.ts";

/** What every token of a server begins with, so that scanners of repositories and logs know one when they see it. */
export const tokenPrefix = "lks_";

/** A token that somebody asks for. */
export interface TokenWish {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: all. */
  readonly models: readonly string[] | null;
  /** ISO 8601; null: never. */
  readonly expiresAt: string | null;
}

/**
 * Makes a token and enters that it was made. The secret is given back once and kept nowhere. LS702 for more than the issuer may, LS732 for a name that is taken or a token that
 * could do nothing. Entered first: an entry about a token that never came to be harms nobody, a token without entry would.
 */
export const issueToken = (access: AccessStore, store: RunStore, { wish, issuer, now }: { readonly wish: TokenWish; readonly issuer: Pick<Principal, "name" | "scopes" | "models">; readonly now: number }): { readonly record: TokenRecord; readonly secret: string } => {
  const createdAt = new Date(now).toISOString();
  checkWish(wish, issuer, createdAt);
  if (access.tokens().some((token) => token.name === wish.name && isAlive(token, createdAt))) throw refused(`there is a token ${wish.name} already`, "name", "Take another name, or revoke that one first: entries of the ledger tell tokens by their names.");
  const { secret, digest } = newSecret(tokenPrefix);
  const record: TokenRecord = {
    id: `t-${randomBytes(6).toString("hex")}`, name: wish.name, scopes: tokenScopes.filter((scope) => wish.scopes.includes(scope)), models: wish.models === null ? null : [...new Set(wish.models)],
    createdAt, createdBy: issuer.name, expiresAt: wish.expiresAt, revokedAt: null, lastUsedAt: null,
  };
  const { id, name, scopes, models, expiresAt } = record;
  store.enter({ kind: "token", subject: `${id}/issued`, payload: { what: "issued", id, name, scopes, models, createdAt, expiresAt } }, issuer.name);
  access.addToken(record, digest);
  return { record, secret };
};

/** Whether it still lets somebody in. */
const isAlive = ({ revokedAt, expiresAt }: TokenRecord, at: string): boolean => revokedAt === null && (expiresAt === null || expiresAt > at);

const checkWish = ({ name, scopes, models, expiresAt }: TokenWish, issuer: Pick<Principal, "name" | "scopes" | "models">, now: string): void => {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) throw refused(`"${name.slice(0, 80)}" is no name of a token`, "name", "Use up to 64 letters, digits, dots, dashes and underscores, with a letter or digit first.");
  if (scopes.length === 0) throw refused("a token without a scope could do nothing", "scopes", `Give some of ${tokenScopes.join(", ")}.`);
  if (scopes.includes("approve")) throw refused("no token can approve: that is for people", "scopes", "Leave approve out.");
  const beyond = scopes.filter((scope) => !issuer.scopes.includes(scope));
  if (beyond.length > 0) throw new LockstepError("LS702", { message: `${issuer.name} cannot give what they may not do themselves: ${beyond.join(", ")}`, place: "scopes" });
  if (models?.some((model) => model.trim() === "") === true) throw refused("a model has no name", "models", "Name the models, or leave it out for all.");
  if (models?.length === 0) throw refused("a token for no model could do nothing", "models", "Name models, or leave it out for all.");
  const foreign = issuer.models === null ? [] : (models ?? ["all models"]).filter((model) => !issuer.models?.includes(model));
  if (foreign.length > 0) throw new LockstepError("LS702", { message: `${issuer.name} is for ${issuer.models?.join(", ")}, and cannot give ${foreign.join(", ")}`, place: "models" });
  if (expiresAt !== null && expiresAt <= now) throw refused(`it would have expired at ${expiresAt} already`, "expiresAt", "Give a time to come.");
};

const refused = (message: string, place: string, todo: string): LockstepError => new LockstepError("LS732", { message, place, todo });
