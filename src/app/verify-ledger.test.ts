import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSqliteRunStore } from "../adapters/stores/sqlite/create-sqlite-run-store.ts";
import { signCheckpoint } from "../core/evidence/checkpoint.ts";
import type { CanonicalValue } from "../core/ledger/canonical-json.ts";
import { minimalRun } from "../ports/minimal-run.fixture.ts";
import type { RunStore } from "../ports/run-store.ts";
import { enterCheckpoint } from "./evidence/enter-checkpoint.ts";
import { verifyLedger } from "./verify-ledger.ts";

const { privateKey } = generateKeyPairSync("ed25519");
let folder: string;
let store: RunStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-verify-ledger-"));
  store = createSqliteRunStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

it("accepts checkpoints that are heads of this very chain, signed by the key that they name", () => {
  expect(() => enterCheckpoint(store, privateKey, { by: "Ada", now: 0 })).toThrow(expect.objectContaining({ code: "LS502" }));
  store.save(minimalRun("a"), "Ada");
  const { checkpoint } = enterCheckpoint(store, privateKey, { by: "Ada", now: 0 });
  store.save(minimalRun("b"), "Ada");
  enterCheckpoint(store, privateKey, { by: "Ada", now: 0 });
  expect(verifyLedger(store, checkpoint.head)).toMatchObject({ ok: true, entries: 4 });
});

it.each([
  ["another head", () => signCheckpoint({ sequence: 1, hash: "f".repeat(64) }, "t", privateKey), /entry 1 is not the head/],
  ["words beside what was signed", (own: string) => ({ ...signCheckpoint({ sequence: 1, hash: own }, "t", privateKey), at: "u" }), /what was signed is not what it says/],
  ["another's key beside it", (own: string) => ({ ...signCheckpoint({ sequence: 1, hash: own }, "t", privateKey), key: signCheckpoint({ sequence: 1, hash: own }, "t", generateKeyPairSync("ed25519").privateKey).key }), /its signature does not verify/],
  ["a head that is still to come", (own: string) => signCheckpoint({ sequence: 2, hash: own }, "t", privateKey), /entry 2 is not the head/],
])("finds a checkpoint with %s", (_, make, problem) => {
  store.save(minimalRun("a"), "Ada");
  store.enter({ kind: "checkpoint", subject: "forged", payload: JSON.parse(JSON.stringify(make([...store.ledger()][0]?.hash ?? ""))) as CanonicalValue }, "Mallory");
  expect(verifyLedger(store, undefined)).toMatchObject({ ok: false, problem: { sequence: 2, what: expect.stringMatching(problem) } });
});
