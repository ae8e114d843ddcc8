import { type Principal, type Role, roles, scopesOfRole } from "../../core/domain/access.ts";
import type { ServerEntry } from "../../core/domain/manifest.ts";

/** What an issuer said of a person: claims of the ID token and of the userinfo endpoint. */
export type Claims = Readonly<Record<string, unknown>>;

type Rules = Pick<NonNullable<ServerEntry["oidc"]>, "roles" | "functions" | "claim">;

/** The claim that names groups where the manifest says nothing. */
const usualClaim = "groups";

/**
 * Who somebody is here: the highest role of their groups and of themselves, else that of all others (`*`); null when there is none. A person is named by their e-mail, which
 * counts for nothing when the issuer says it was never verified: at some issuers anybody may write any address.
 */
export const principalOfClaims = (claims: Claims, { roles: wanted = {}, functions: held = {}, claim = usualClaim }: Rules): { readonly principal: Principal | null; readonly account: string; readonly groups: readonly string[] } => {
  const groups = textsOf(claims[claim]);
  const mail = claims["email_verified"] === false || claims["email_verified"] === "false" ? null : addressOf(claims["email"]);
  const names = new Set([...groups, ...(mail === null ? [] : [mail])]);
  const isNamed = (key: string): boolean => key !== "*" && (names.has(key) || (mail !== null && key.toLowerCase() === mail.toLowerCase()));
  const own = new Set(Object.entries(wanted).filter(([key]) => isNamed(key)).map(([, role]) => role));
  const role: Role | null = roles.findLast((each) => own.has(each)) ?? (Object.hasOwn(wanted, "*") ? (wanted["*"] ?? null) : null);
  const account = nameOf(claims, mail);
  const functions = [...new Set(Object.entries(held).filter(([key]) => isNamed(key)).map(([, each]) => each))];
  return { account, groups, principal: role === null ? null : { kind: "person", name: account, scopes: [...scopesOfRole[role]], role, functions, models: null } };
};

/** `Ada Lovelace <ada@example.com>`; without a verified address `Ada Lovelace <SUBJECT>`, which nobody can choose. */
const nameOf = (claims: Claims, mail: string | null): string => {
  const id = mail ?? plain(claims["sub"]) ?? "unknown";
  const name = plain(claims["name"]) ?? plain(claims["preferred_username"]);
  return name === null || name === id ? id : `${name} <${id}>`;
};

/** An e-mail as an address: at some issuers people write what they like there, and `platform-admins` is a group's name. */
const addressOf = (value: unknown): string | null => {
  const text = plain(value);
  return text !== null && /^[^\s@]+@[^\s@]+$/.test(text) ? text : null;
};

/** One line without what would make it look like another name; null when nothing is left. */
const plain = (value: unknown): string | null => {
  if (typeof value !== "string") return null;
  const text = value.normalize("NFC").replaceAll(/[\p{C}<>]/gu, " ").replaceAll(/\s+/gu, " ").trim().slice(0, 200);
  return text === "" ? null : text;
};

/** Issuers write one group as a text, several as a list. */
const textsOf = (value: unknown): string[] => [value].flat().filter((each) => typeof each === "string");
