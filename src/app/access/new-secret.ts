import { randomBytes } from "node:crypto";
import { sha256 } from "../../core/ledger/sha256.ts";

/** 256 bits by chance, as text that any header and cookie takes, and the digest that alone is kept of it. */
export const newSecret = (prefix = ""): { readonly secret: string; readonly digest: string } => {
  const secret = `${prefix}${randomBytes(32).toString("base64url")}`;
  return { secret, digest: sha256(secret) };
};
