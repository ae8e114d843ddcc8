import { expect, test } from "vitest";
import { scopesOfRole } from "../../core/domain/access.ts";
import { entryWords } from "../../core/ledger/entry-words.ts";
import { newServerWorld } from "../server-world.fixture.ts";
import { enterSession } from "./enter-session.ts";

test("who signed in by name stands in the ledger, once a day as long as what they may is the same; whoever opens the printed address does not", async () => {
  let now = Date.parse("2026-03-01T10:00:00Z");
  const server = await newServerWorld({ clock: { now: () => now, monotonic: () => now, sleep: () => Promise.resolve() } });
  const { world } = server;
  const enter = (name: string, role: "viewer" | "approver", way: string): void =>
    void enterSession(world, new Request("http://127.0.0.1:4860/auth/callback"), { kind: "person", name, scopes: [...scopesOfRole[role]], role, functions: [], models: null }, { way, next: "/" });
  enter("Ada <ada@example.com>", "viewer", "launch viewer Ada");
  for (const role of ["viewer", "viewer", "approver"] as const) enter("Ada <ada@example.com>", role, "oidc 1234");
  enter("Ben <ben@example.com>", "viewer", "oidc 1234");
  now += 864e5;
  enter("Ada <ada@example.com>", "approver", "oidc 1234");
  const words = world.store.records("session").map((record) => [record.subject.slice(0, 10), entryWords(record, record.payload)]);
  expect(words).toEqual([
    ["2026-03-01", "Ada <ada@example.com> signed in as viewer by oidc"], ["2026-03-01", "Ada <ada@example.com> signed in as approver by oidc"],
    ["2026-03-01", "Ben <ben@example.com> signed in as viewer by oidc"], ["2026-03-02", "Ada <ada@example.com> signed in as approver by oidc"],
  ]);
  server.close();
});
