import { rmSync } from "node:fs";
import type { DatabaseSync as Database, StatementSync } from "node:sqlite";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Journal, JournalEntry } from "../../../ports/journal.ts";
import { DatabaseSync } from "./load-sqlite.ts";
import { decodeRows, RowEncoder, type RowShape, shapeFrom, shapeText } from "./row-codec.ts";

/** Raised whenever a journal of the layout before could not be read. */
const layoutVersion = 1;

/** Marks the file as a journal of Lockstep: "LSjr". */
const applicationId = 0x4c53_6a72;

/** How long an entry may stay in memory, ms: the port's promise. */
const flushEveryMs = 100;

/** Entries in memory that are written at once, before their time: a bound on memory when answers are large or fast. */
const flushAtEntries = 1024;

const layout = `
  CREATE TABLE IF NOT EXISTS plan (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS shape (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS entry (
    call INTEGER PRIMARY KEY, sent_at REAL NOT NULL, latency_ms REAL, status INTEGER, replica TEXT, error_code TEXT, error_message TEXT, rows BLOB NOT NULL
  ) STRICT;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${layoutVersion};
`;

/**
 * A journal in one SQLite file. The write-ahead log makes a transaction all or nothing when the process is killed; what the
 * machine had not put on its disk when its power failed is asked again. The file is locked while it is open.
 */
class SqliteJournal implements Journal {
  readonly #path: string;
  readonly #database: Database;
  readonly #insert: StatementSync;
  readonly #insertShape: StatementSync;
  readonly #shapes: Map<number, RowShape>;
  readonly #answered: Set<number>;
  #encoder: RowEncoder;
  #plan: string | null;
  #waiting: JournalEntry[] = [];
  #timer: NodeJS.Timeout | null = null;
  /** A write that failed on the timer: the next caller is told. */
  #failure: unknown = null;

  constructor(path: string, database: Database) {
    this.#path = path;
    this.#database = database;
    this.#insert = database.prepare("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    this.#insertShape = database.prepare("INSERT INTO shape VALUES (?, ?)");
    const plan = database.prepare("SELECT text FROM plan").get();
    this.#plan = plan === undefined ? null : String(plan["text"]);
    this.#shapes = new Map(database.prepare("SELECT id, text FROM shape").all().map((row) => [Number(row["id"]), shapeFrom(Number(row["id"]), String(row["text"]))]));
    this.#answered = new Set(database.prepare("SELECT call FROM entry").all().map((row) => Number(row["call"])));
    this.#encoder = this.#newEncoder();
  }

  get plan(): string | null {
    return this.#plan;
  }

  begin(plan: string): void {
    if (plan === this.#plan) return;
    this.#waiting = [];
    this.#transaction(() => {
      this.#database.exec("DELETE FROM entry; DELETE FROM shape; DELETE FROM plan;");
      this.#database.prepare("INSERT INTO plan VALUES (1, ?)").run(plan);
    });
    this.#answered.clear();
    this.#shapes.clear();
    this.#encoder = this.#newEncoder();
    this.#plan = plan;
  }

  answered(): ReadonlySet<number> {
    return this.#answered;
  }

  append(entry: JournalEntry): void {
    if (this.#plan === null) throw new Error("a journal takes entries once its plan has begun");
    if (this.#failure !== null) throw this.#failure;
    if (this.#answered.has(entry.call)) return;
    this.#answered.add(entry.call);
    this.#waiting.push(entry);
    if (this.#waiting.length >= flushAtEntries) this.flush();
    else this.#timer ??= setTimeout(() => this.#flushLater(), flushEveryMs);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#failure !== null) throw this.#failure;
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#transaction(() => {
      for (const entry of waiting) {
        const rows = this.#encoder.encode(entry.rows);
        this.#insert.run(entry.call, entry.sentAt, entry.latencyMs, entry.status, entry.replica, entry.errorCode, entry.errorMessage, rows);
      }
    });
  }

  *entries(): Generator<JournalEntry> {
    this.flush();
    for (const row of this.#database.prepare("SELECT * FROM entry ORDER BY call").iterate()) {
      yield {
        call: Number(row["call"]),
        sentAt: Number(row["sent_at"]),
        latencyMs: row["latency_ms"] === null ? null : Number(row["latency_ms"]),
        status: row["status"] === null ? null : Number(row["status"]),
        replica: row["replica"] === null ? null : String(row["replica"]),
        errorCode: row["error_code"] === null ? null : String(row["error_code"]),
        errorMessage: row["error_message"] === null ? null : String(row["error_message"]),
        rows: decodeRows(row["rows"] as Uint8Array, this.#shapes),
      };
    }
  }

  remove(): void {
    this.#waiting = [];
    this.#failure = null;
    this.close();
    for (const ending of ["", "-wal", "-shm"]) rmSync(`${this.#path}${ending}`, { force: true });
  }

  close(): void {
    if (!this.#database.isOpen) return;
    try {
      this.flush();
    } finally {
      this.#database.close();
    }
  }

  #flushLater(): void {
    try {
      this.flush();
    } catch (failure) {
      this.#failure = failure;
    }
  }

  #newEncoder(): RowEncoder {
    return new RowEncoder(this.#shapes.values(), (shape) => {
      this.#insertShape.run(shape.id, shapeText(shape.paths, shape.dtypes));
      this.#shapes.set(shape.id, shape);
    });
  }

  #transaction(write: () => void): void {
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      write();
      this.#database.exec("COMMIT");
    } catch (cause) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw new LockstepError("LS506", { message: `The replay's journal could not be written: ${messageOf(cause)}`, place: this.#path, cause });
    }
  }
}

/** Opens the journal at a path, or makes one. Rejects with LS501, LS504, and LS505 while another process has it open. */
export const openSqliteJournal = (path: string): Journal => {
  let database: Database | null = null;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    // The lock is taken with the first page read and kept until the file is closed or the process dies.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; COMMIT;");
    const found = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
    const owner = Number(database.prepare("PRAGMA application_id").get()?.["application_id"]);
    if (owner !== applicationId && (owner !== 0 || found !== 0)) throw new LockstepError("LS501", { message: "The file is not a journal of Lockstep.", place: path });
    if (found > layoutVersion) {
      throw new LockstepError("LS504", { message: `The journal has layout ${found}; this Lockstep reads layouts up to ${layoutVersion}.`, place: path });
    }
    database.exec(`BEGIN IMMEDIATE; ${layout} COMMIT;`);
    return new SqliteJournal(path, database);
  } catch (cause) {
    if (database?.isOpen === true) database.close();
    if (cause instanceof LockstepError) throw cause;
    if (/locked|busy/i.test(messageOf(cause))) {
      throw new LockstepError("LS505", { message: "Another process is asking these environments under the same plan.", place: path, cause });
    }
    throw new LockstepError("LS501", { message: `The replay's journal cannot be opened: ${messageOf(cause)}`, place: path, cause });
  }
};

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
