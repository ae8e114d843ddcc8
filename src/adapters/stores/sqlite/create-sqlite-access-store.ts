import { join } from "node:path";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { Principal, TokenRecord } from "../../../core/domain/access.ts";
import type { AccessStore } from "../../../ports/access-store.ts";
import { inTransaction } from "./in-transaction.ts";
import type { Migration } from "./migrations.ts";
import { busyTimeoutMs, openDatabase } from "./open-database.ts";
import { guardFile } from "./guard-file.ts";
import { isBusy } from "./sqlite-failure.ts";

const migrations: readonly Migration[] = [{
  why: "tokens and sessions by the digests of their secrets",
  sql: `
    CREATE TABLE tokens (
      digest TEXT PRIMARY KEY NOT NULL CHECK (length(digest) = 64), id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, scopes TEXT NOT NULL CHECK (json_valid(scopes)),
      models TEXT CHECK (json_valid(models)), created_at TEXT NOT NULL, created_by TEXT NOT NULL, expires_at TEXT, revoked_at TEXT, last_used_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sessions (
      digest TEXT PRIMARY KEY NOT NULL CHECK (length(digest) = 64), way TEXT NOT NULL, principal TEXT NOT NULL CHECK (json_valid(principal)), expires_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sessions_by_end ON sessions (expires_at);
  `,
}];

/** A read must not become a write each time: when a token was last used is kept to the minute. */
const touchEveryMs = 60_000;

/**
 * Tokens and sessions in one SQLite file, `access.db`, made with its directory when missing. Any number of processes may have it open: a token that one of them revokes
 * is revoked for all at once. LS501 when the file cannot be used, LS504 when a newer Lockstep wrote it, LS602 when the disk is full.
 */
export const createSqliteAccessStore = (directory: string): AccessStore => {
  const file = join(directory, "access.db");
  const guarded = guardFile(file);
  const database = guarded(() => openDatabase(file, migrations));
  const byDigest = database.prepare(`${selected} WHERE digest = ?`);
  const byId = database.prepare(`${selected} WHERE id = ?`);
  const ofSession = database.prepare("SELECT digest, way, principal, expires_at AS expiresAt FROM sessions WHERE digest = ?");
  const tokenOf = (row: Row | undefined): TokenRecord | null => (row === undefined ? null : recordOf(row));
  // Rows are read each time, since any process may have changed them; that a row is sound is found out once.
  const tokensRead = lastRead(recordOf);
  const principalsRead = lastRead(({ principal }: Row) => Principal.parse(JSON.parse(String(principal))));
  const touched = new Map<string, number>();
  return {
    addToken: ({ id, name, scopes, models, createdAt, createdBy, expiresAt, revokedAt, lastUsedAt }, digest) => guarded(() => {
      database.prepare("INSERT INTO tokens (digest, id, name, scopes, models, created_at, created_by, expires_at, revoked_at, last_used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(digest, id, name, JSON.stringify(scopes), models === null ? null : JSON.stringify(models), createdAt, createdBy, expiresAt, revokedAt, lastUsedAt);
    }),
    tokens: () => guarded(() => database.prepare(`${selected} ORDER BY created_at DESC, id DESC`).all().map(recordOf)),
    token: (digest) => guarded(() => {
      const row = byDigest.get(digest);
      return row === undefined ? null : tokensRead(digest, row);
    }),
    touchToken: (id, at) => guarded(() => {
      const time = Date.parse(at);
      const last = touched.get(id);
      if (last !== undefined && time >= last && time - last < touchEveryMs) return;
      const before = byId.get(id)?.["lastUsedAt"];
      if (before === undefined || (typeof before === "string" && time - Date.parse(before) < touchEveryMs)) return;
      // Whoever asks with it waits for nobody's lock: while another process writes, the next use tries again.
      if (!withoutWaiting(database, () => database.prepare("UPDATE tokens SET last_used_at = ?2 WHERE id = ?1").run(id, at))) return;
      if (touched.size >= mostRead) touched.clear();
      touched.set(id, time);
    }),
    revokeToken: (id, at) => guarded(() => inTransaction(database, () => {
      database.prepare("UPDATE tokens SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1").run(id, at);
      return tokenOf(byId.get(id));
    })),
    addSession: ({ digest, way, principal, expiresAt }) => guarded(() => { database.prepare("INSERT INTO sessions VALUES (?, ?, ?, ?)").run(digest, way, JSON.stringify(principal), expiresAt); }),
    session: (digest) => guarded(() => {
      const row = ofSession.get(digest);
      return row === undefined ? null : { digest, way: String(row["way"]), principal: principalsRead(digest, row), expiresAt: String(row["expiresAt"]) };
    }),
    endSession: (digest) => guarded(() => { database.prepare("DELETE FROM sessions WHERE digest = ?").run(digest); }),
    prune: (now) => guarded(() => { database.prepare("DELETE FROM sessions WHERE expires_at < ?").run(now); }),
    close: () => { if (database.isOpen) database.close(); },
  };
};

type Row = Record<string, SQLOutputValue>;

/** Whether it was done: not while another process writes. */
const withoutWaiting = (database: DatabaseSync, work: () => unknown): boolean => {
  database.exec("PRAGMA busy_timeout = 0");
  try {
    work();
    return true;
  } catch (cause) {
    if (isBusy(cause)) return false;
    throw cause;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }
};

/** Rows whose reading is remembered; as many as people and jobs ask with in a minute. */
const mostRead = 1000;

/** Reads a row of some key, and gives back what it read before as long as the row is still the same in each column. */
const lastRead = <T>(read: (row: Row) => T): ((key: string, row: Row) => T) => {
  const known = new Map<string, { readonly row: Row; readonly as: T }>();
  return (key, row) => {
    const before = known.get(key);
    if (before !== undefined && Object.keys(row).every((name) => row[name] === before.row[name])) return before.as;
    const as = read(row);
    if (known.size >= mostRead) known.clear();
    known.set(key, { row, as });
    return as;
  };
};

const selected = `SELECT id, name, scopes, models, created_at AS createdAt, created_by AS createdBy, expires_at AS expiresAt, revoked_at AS revokedAt, last_used_at AS lastUsedAt FROM tokens`;

const recordOf = (row: Row): TokenRecord =>
  TokenRecord.parse({ ...row, scopes: JSON.parse(String(row["scopes"])), models: row["models"] === null ? null : JSON.parse(String(row["models"])) });
