import { describe, expect, test } from "vitest";
import { principalOfClaims } from "./principal-of-claims.ts";

const ada = { sub: "248", name: "Ada Lovelace", email: "ada@example.com", email_verified: true };
const rules = { roles: { engineers: "operator", leads: "approver", "Grace@example.com": "admin" } as const, functions: { leads: "engineering", "ada@example.com": "compliance" } as const };
const roleOf = (claims: Readonly<Record<string, unknown>>, over = {}) => principalOfClaims(claims, { ...rules, ...over }).principal?.role ?? null;

describe("who somebody is here", () => {
  test("by groups, the highest role wins, and functions add", () => {
    expect(principalOfClaims({ ...ada, groups: ["leads", "engineers"] }, rules).principal).toEqual({ kind: "person", name: "Ada Lovelace <ada@example.com>", scopes: ["read", "push", "gate", "ingest", "operate", "approve"], role: "approver", functions: ["engineering", "compliance"], models: null });
    expect(roleOf({ ...ada, groups: "engineers" })).toBe("operator");
    expect(roleOf({ ...ada, roles: ["engineers"] }, { claim: "roles" })).toBe("operator");
  });

  test("by e-mail, in any case, unless the issuer says it is not verified", () => {
    const grace = { sub: "1", email: "grace@Example.com" };
    expect([roleOf(grace), roleOf({ ...grace, email_verified: true }), roleOf({ ...grace, email_verified: false }), roleOf({ ...grace, email_verified: "false" })]).toEqual(["admin", "admin", null, null]);
    expect(principalOfClaims({ ...grace, email_verified: false, name: "Grace" }, { roles: { "*": "viewer" } }).principal?.name).toBe("Grace <1>");
  });

  test("an e-mail that is none names no group", () => {
    for (const email of ["leads", "engineers", "ada@example.com, grace@example.com", "@"]) expect([email, roleOf({ sub: "9", email })]).toEqual([email, null]);
  });

  test("nobody without a role gets in, and * is for all others only", () => {
    expect([roleOf(ada), roleOf(ada, { roles: undefined }), roleOf({ ...ada, groups: ["*"] }), roleOf({ ...ada, groups: ["constructor", "__proto__"] })]).toEqual([null, null, null, null]);
    const open = { roles: { "*": "viewer", engineers: "operator" } };
    expect([roleOf(ada, open), roleOf({ ...ada, groups: ["engineers"] }, open), roleOf({ ...ada, groups: ["*"] }, open)]).toEqual(["viewer", "operator", "viewer"]);
  });

  test.each(["Mallory <grace@example.com>", "Mallory\u202e\n<grace@example.com>"])("a chosen name cannot pass for another person: %j", (name) => {
    const told = principalOfClaims({ sub: "9", email: "mallory@example.com", name }, { roles: { "*": "viewer" } }).account;
    expect(told.match(/<[^>]*>/g)).toEqual(["<mallory@example.com>"]);
  });
});
