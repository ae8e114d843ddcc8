import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Principal, TokenRecord } from "../core/domain/access.ts";
import { sha256 } from "../core/ledger/sha256.ts";
import type { AccessStore } from "./access-store.ts";

/** A place that tokens and sessions can be opened at, by several at the same time; `bytes` is all that lies there. */
export interface AccessStorePlace {
  open(): AccessStore;
  bytes(): string;
  remove(): void;
}

const token: TokenRecord = { id: "t-1", name: "ci-risk", scopes: ["read", "push"], models: ["risk"], createdAt: "2026-03-01T00:00:00.000Z", createdBy: "ada", expiresAt: "2026-06-01T00:00:00.000Z", revokedAt: null, lastUsedAt: null };
const person: Principal = { kind: "person", name: "Ada Lovelace <ada@example.com>", scopes: ["read", "approve"], role: "approver", functions: ["engineering"], models: null };

/** What every store of tokens and sessions must do. `newPlace` gives an empty place. */
export const testAccessStore = (name: string, newPlace: () => AccessStorePlace): void => {
  describe(`${name} as a store of tokens and sessions`, () => {
    let place: AccessStorePlace;
    let store: AccessStore;
    let other: AccessStore;
    beforeEach(() => {
      place = newPlace();
      store = place.open();
      other = place.open();
    });
    afterEach(() => {
      store.close();
      other.close();
      place.remove();
    });

    test("finds a token by its secret's digest alone, in any process", () => {
      store.addToken(token, sha256("secret of risk"));
      store.addToken({ ...token, id: "t-2", models: null, expiresAt: null, createdAt: "2026-03-02T00:00:00.000Z" }, sha256("another"));
      expect(other.token(sha256("secret of risk"))).toEqual(token);
      expect(other.token(sha256("secret of risk "))).toBeNull();
      expect(other.tokens().map(({ id }) => id)).toEqual(["t-2", "t-1"]);
      expect(place.bytes()).not.toContain("secret of risk");
    });

    test("takes a token once", () => {
      store.addToken(token, sha256("a"));
      expect(() => store.addToken(token, sha256("b"))).toThrow();
      expect(() => other.addToken({ ...token, id: "t-2" }, sha256("a"))).toThrow();
    });

    test("revokes a token for everybody at once, and keeps when it first was", () => {
      store.addToken(token, sha256("a"));
      expect(other.token(sha256("a"))?.revokedAt).toBeNull();
      expect(store.revokeToken("t-1", "2026-04-01T00:00:00.000Z")).toEqual({ ...token, revokedAt: "2026-04-01T00:00:00.000Z" });
      expect(store.revokeToken("t-1", "2026-05-01T00:00:00.000Z")?.revokedAt).toBe("2026-04-01T00:00:00.000Z");
      expect(other.token(sha256("a"))?.revokedAt).toBe("2026-04-01T00:00:00.000Z");
      expect(store.revokeToken("t-9", "2026-04-01T00:00:00.000Z")).toBeNull();
    });

    test("keeps when a token was last used, to the minute", () => {
      store.addToken(token, sha256("a"));
      const usedAt = (at: string): string | null | undefined => {
        store.touchToken("t-1", at);
        return other.token(sha256("a"))?.lastUsedAt;
      };
      expect(["2026-04-01T00:00:00.000Z", "2026-04-01T00:00:59.999Z", "2026-04-01T00:01:00.000Z"].map(usedAt)).toEqual(["2026-04-01T00:00:00.000Z", "2026-04-01T00:00:00.000Z", "2026-04-01T00:01:00.000Z"]);
      store.touchToken("t-9", "2026-04-01T00:00:00.000Z");
      expect(other.tokens().length).toBe(1);
    });

    test("keeps sessions until they are ended or pruned", () => {
      const session = { digest: sha256("cookie"), way: "launch", principal: person, expiresAt: "2026-04-01T12:00:00.000Z" };
      store.addSession(session);
      store.addSession({ ...session, digest: sha256("later"), expiresAt: "2026-04-02T12:00:00.000Z" });
      store.addSession({ ...session, digest: sha256("ended") });
      expect(other.session(sha256("cookie"))).toEqual(session);
      expect(other.session(sha256("none"))).toBeNull();
      store.endSession(sha256("ended"));
      store.endSession(sha256("none"));
      expect(other.session(sha256("ended"))).toBeNull();
      store.prune("2026-04-01T12:00:00.000Z");
      expect(other.session(sha256("cookie"))).toEqual(session);
      store.prune("2026-04-01T12:00:00.001Z");
      expect([other.session(sha256("cookie")), other.session(sha256("later"))?.expiresAt]).toEqual([null, "2026-04-02T12:00:00.000Z"]);
    });
  });
};
