import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CanonicalValue, canonicalJson } from "../../../core/ledger/canonical-json.ts";
import { sealEntry } from "../../../core/ledger/seal-entry.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import { verifyDocuments } from "../../../core/ledger/verify-documents.ts";
import { minimalRun } from "../../../ports/minimal-run.fixture.ts";
import { takingForwardChannel } from "../../../ports/taking-forward.ts";
import { createSqliteRunStore, storeFile } from "./create-sqlite-run-store.ts";
import { applicationId } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";

const newDirectory = (): string => mkdtempSync(join(tmpdir(), "lockstep-migrate-"));
const remove = (directory: string): void => rmSync(directory, { recursive: true, force: true });

describe("migrations", () => {
  let directory: string;
  beforeEach(() => {
    directory = newDirectory();
  });
  afterEach(() => remove(directory));
  const next = { why: "a test", sql: "CREATE TABLE notes (text TEXT) STRICT; INSERT INTO notes VALUES ('hello')" };

  test("take an older store forward, and keep a copy of it as it was", () => {
    const store = createSqliteRunStore(directory);
    store.save(minimalRun("a"), "ana");
    store.close();
    const file = storeFile(directory);
    const said: unknown[] = [];
    const hear = (each: unknown): void => { said.push(each); };
    subscribe(takingForwardChannel, hear);
    const database = openDatabase(file, [...migrations, next]);
    unsubscribe(takingForwardChannel, hear);
    const [from, to] = [migrations.length, migrations.length + 1];
    expect(said).toEqual([{ file, from, to, bytes: expect.any(Number), tookMs: null }, { file, from, to, bytes: expect.any(Number), tookMs: expect.any(Number) }]);
    expect(database.prepare("SELECT text FROM notes").get()).toEqual({ text: "hello" });
    expect(database.prepare("SELECT id FROM runs").all()).toHaveLength(1);
    database.close();
    const copy = new DatabaseSync(`${file}.v${migrations.length}.backup`, { readOnly: true });
    expect(copy.prepare("SELECT id FROM runs").all()).toHaveLength(1);
    expect(copy.prepare("PRAGMA user_version").get()).toEqual({ user_version: migrations.length });
    expect(copy.prepare("PRAGMA application_id").get()).toEqual({ application_id: applicationId });
    copy.close();
    openDatabase(file, [...migrations, next]).close();
  });

  test("take every released schema to the newest, with the runs that are in it", () => {
    const file = storeFile(directory);
    for (let released = 1; released < migrations.length; released++) {
      const old = openDatabase(file, migrations.slice(0, released));
      const text = canonicalJson(minimalRun("a") as unknown as CanonicalValue);
      const entry = sealEntry(null, { time: "2026-01-02T03:04:05.000Z", actor: "ana", kind: "run", subject: "a", payloadDigest: sha256(text) });
      old.prepare("INSERT INTO runs (id, document) VALUES ('a', ?)").run(text);
      old.prepare("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?)").run(1, entry.time, entry.actor, entry.kind, entry.subject, entry.payloadDigest, entry.previousHash, entry.hash);
      old.close();
      const store = createSqliteRunStore(directory);
      expect(store.get("a")?.id).toBe("a");
      expect(store.list(1, 0)[0]).toMatchObject({ id: "a", model: null });
      expect(store.enter({ kind: "gate", subject: "g", payload: {} }, "ana")).toMatchObject({ sequence: 2, previousHash: entry.hash });
      expect(verifyDocuments(store.ledger(), store.documents())).toBeNull();
      store.close();
      expect(existsSync(`${file}.v${released}.backup`)).toBe(true);
      remove(directory);
    }
  });

  test("that fail leave everything as it was", () => {
    createSqliteRunStore(directory).close();
    expect(() => openDatabase(storeFile(directory), [...migrations, next, { why: "wrong", sql: "CREATE TABLE" }])).toThrow();
    const store = createSqliteRunStore(directory);
    store.save(minimalRun("a"), "ana");
    expect(store.list(1, 0)).toHaveLength(1);
    store.close();
    // Had the first of the two steps stayed, it could not be taken again.
    openDatabase(storeFile(directory), [...migrations, next]).close();
  });

  test("need no copy of a store that is new", () => {
    openDatabase(storeFile(directory), [...migrations, next]).close();
    expect(existsSync(storeFile(directory))).toBe(true);
    expect(readdirSync(directory).filter((name) => name.endsWith(".backup"))).toEqual([]);
  });
});
