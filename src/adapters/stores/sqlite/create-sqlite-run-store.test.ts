import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CanonicalValue, canonicalJson } from "../../../core/ledger/canonical-json.ts";
import { sealEntry } from "../../../core/ledger/seal-entry.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import { verifyChain } from "../../../core/ledger/verify-chain.ts";
import { verifyDocuments } from "../../../core/ledger/verify-documents.ts";
import { minimalRun } from "../../../ports/minimal-run.fixture.ts";
import { testRunStore } from "../../../ports/run-store.conformance.ts";
import { createSqliteRunStore, storeFile } from "./create-sqlite-run-store.ts";
import { migrations } from "./migrations.ts";
import { openDatabase } from "./open-database.ts";

const newDirectory = (): string => mkdtempSync(join(tmpdir(), "lockstep-store-"));
const remove = (directory: string): void => rmSync(directory, { recursive: true, force: true });

testRunStore("SQLite", () => {
  const directory = newDirectory();
  return { open: () => createSqliteRunStore(directory), remove: () => remove(directory) };
});

const fixture = join(import.meta.dirname, "write-runs.fixture.ts");

/** Starts a real process that writes so many runs; gives its exit code. */
const writer = (directory: string, prefix: string, count: number): Promise<number | null> =>
  new Promise((resolve) => spawn(process.execPath, [fixture, directory, prefix, String(count)], { stdio: ["ignore", "ignore", "inherit"] }).on("close", resolve));

describe("the SQLite store", () => {
  let directory: string;
  beforeEach(() => {
    directory = newDirectory();
  });
  afterEach(() => remove(directory));

  const codeOf = (work: () => unknown): unknown => {
    try {
      work();
    } catch (cause) {
      return (cause as { code?: unknown }).code;
    }
    return null;
  };

  test("four processes that write at once make one chain", async () => {
    const writers = ["a", "b", "c", "d"].map((prefix) => writer(directory, prefix, 25));
    expect(await Promise.all(writers)).toEqual([0, 0, 0, 0]);
    const store = createSqliteRunStore(directory);
    const entries = [...store.ledger()];
    expect(verifyChain(entries)).toMatchObject({ ok: true, entries: 100 });
    expect(verifyDocuments(entries, store.documents())).toBeNull();
    expect(new Set(entries.map((entry) => entry.subject)).size).toBe(100);
    store.close();
  });

  test("keeps itself out of version control", () => {
    createSqliteRunStore(directory).close();
    expect(readFileSync(join(directory, ".gitignore"), "utf8")).toBe("*\n");
  });

  test("a run changed behind its back is not given out, and verification names it", () => {
    const store = createSqliteRunStore(directory);
    store.save(minimalRun("a"), "ana");
    store.save(minimalRun("b"), "ana");
    const raw = new DatabaseSync(storeFile(directory));
    expect(() => raw.exec("UPDATE runs SET document = replace(document, 'same', 'other')")).toThrow(/immutable/);
    expect(() => raw.exec("DELETE FROM ledger")).toThrow(/append-only/);
    raw.exec("DROP TRIGGER runs_are_immutable; UPDATE runs SET document = replace(document, 'same', 'other') WHERE id = 'b'");
    raw.close();
    expect(codeOf(() => store.get("b"))).toBe("LS503");
    expect(store.get("a")?.id).toBe("a");
    expect(verifyChain(store.ledger()).ok).toBe(true);
    expect(verifyDocuments(store.ledger(), store.documents())).toMatchObject({ sequence: 2, what: expect.stringContaining("run b was changed") });
    store.close();
  });

  test("a record changed, removed or put in behind its back is not given out, and verification names it", () => {
    const store = createSqliteRunStore(directory);
    store.enter({ kind: "baseline", subject: "risk/v1", payload: { reason: "agreed" } }, "ana");
    const digest = store.keepText("version: 1\n");
    const behind = (sql: string): void => {
      const raw = new DatabaseSync(storeFile(directory));
      raw.exec(sql);
      raw.close();
    };
    for (const sql of ["UPDATE records SET document = '{}'", "DELETE FROM records"]) expect(() => behind(sql)).toThrow(/records are/);
    for (const sql of ["UPDATE texts SET text = ''", "DELETE FROM texts"]) expect(() => behind(sql)).toThrow(/texts are/);
    behind("DROP TRIGGER records_are_immutable; DROP TRIGGER records_are_kept; DROP TRIGGER texts_are_immutable; UPDATE texts SET text = 'version: 2'");
    expect(codeOf(() => store.text(digest))).toBe("LS503");
    const problem = (): unknown => verifyDocuments(store.ledger(), store.documents())?.what;
    behind("UPDATE records SET document = replace(document, 'agreed', 'never')");
    expect(codeOf(() => store.records("baseline"))).toBe("LS503");
    expect(problem()).toMatch(/^baseline risk\/v1 was changed/);
    behind("DELETE FROM records");
    expect(codeOf(() => store.records("baseline"))).toBe("LS503");
    expect(problem()).toMatch(/^baseline risk\/v1 is in the ledger but no longer/);
    behind("INSERT INTO records VALUES ('golden', 'g', '{}')");
    expect(codeOf(() => store.records("golden"))).toBe("LS503");
    store.close();
  });

  test("a run written before a field was known has the field's default, and its digest stays", () => {
    const database = openDatabase(storeFile(directory));
    const { agreement: _agreement, fingerprints: _fingerprints, ...older } = minimalRun("old");
    const text = canonicalJson(older as unknown as CanonicalValue);
    const entry = sealEntry(null, { time: "2026-01-02T03:04:05.000Z", actor: "ana", kind: "run", subject: "old", payloadDigest: sha256(text) });
    database.prepare("INSERT INTO runs (id, document) VALUES ('old', ?)").run(text);
    database.prepare("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?)").run(1, entry.time, entry.actor, entry.kind, entry.subject, entry.payloadDigest, entry.previousHash, entry.hash);
    database.close();
    const store = createSqliteRunStore(directory);
    expect(store.get("old")).toEqual({ ...minimalRun("old"), ledger: { sequence: 1, head: entry.hash } });
    expect(verifyDocuments(store.ledger(), store.documents())).toBeNull();
    store.close();
  });

  test("a newer schema is LS504 and is left alone", () => {
    createSqliteRunStore(directory).close();
    const raw = new DatabaseSync(storeFile(directory));
    raw.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    raw.close();
    expect(codeOf(() => createSqliteRunStore(directory))).toBe("LS504");
  });

  test("a damaged file, a file of another kind and another program's database are LS501", () => {
    writeFileSync(storeFile(directory), "this is not a database, and it is long enough to have a header of 100 bytes ".repeat(20));
    expect(codeOf(() => createSqliteRunStore(directory))).toBe("LS501");
    rmSync(storeFile(directory));
    const foreign = new DatabaseSync(storeFile(directory));
    foreign.exec("CREATE TABLE things (a)");
    foreign.close();
    expect(codeOf(() => createSqliteRunStore(directory))).toBe("LS501");
    const untouched = new DatabaseSync(storeFile(directory));
    expect(untouched.prepare("SELECT name FROM sqlite_master").all()).toHaveLength(1);
    untouched.close();
  });

  test("a page overwritten with rubbish is LS501 or LS503, never a wrong run", () => {
    const store = createSqliteRunStore(directory);
    for (let index = 0; index < 40; index++) store.save(minimalRun(`r${index}`), "ana");
    store.close();
    const bytes = readFileSync(storeFile(directory));
    bytes.fill(0xa5, 4096 * 9, 4096 * 12);
    writeFileSync(storeFile(directory), bytes);
    const code = codeOf(() => {
      const damaged = createSqliteRunStore(directory);
      try {
        for (let index = 0; index < 40; index++) expect(damaged.get(`r${index}`)?.id).toBe(`r${index}`);
        return verifyDocuments([...damaged.ledger()], damaged.documents());
      } finally {
        damaged.close();
      }
    });
    expect(["LS501", "LS503"]).toContain(code);
  });

  test("a directory that cannot be made is LS501", () => {
    const file = join(directory, "a-file");
    writeFileSync(file, "");
    expect(codeOf(() => createSqliteRunStore(join(file, "store")))).toBe("LS501");
    mkdirSync(join(directory, "lockstep.db"));
    expect(codeOf(() => createSqliteRunStore(directory))).toBe("LS501");
  });

  test.skipIf(process.getuid?.() === 0)("a directory without write permission is LS501", () => {
    chmodSync(directory, 0o500);
    expect(codeOf(() => createSqliteRunStore(directory))).toBe("LS501");
    chmodSync(directory, 0o700);
  });
});
