import { catalogueSchema } from "./catalogue-schema.ts";
import { retentionSchema } from "./retention-schema.ts";

/** One step of the schema. Steps are never changed once released; a new one goes at the end. */
export interface Migration {
  readonly why: string;
  readonly sql: string;
}

/**
 * The schema's history; `user_version` counts the steps taken. What a list of runs shows is generated from the document
 * itself, so it cannot drift from it, and every table refuses to be changed: runs and records are immutable, the ledger append-only.
 */
export const migrations: readonly Migration[] = [
  {
    why: "runs and the ledger",
    sql: `
      CREATE TABLE runs (
        id TEXT PRIMARY KEY NOT NULL,
        document TEXT NOT NULL CHECK (json_extract(document, '$.id') = id),
        started_at TEXT NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.startedAt')) STORED,
        reference TEXT NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.environments.reference.address')) STORED,
        candidate TEXT NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.environments.candidate.address')) STORED,
        verdict TEXT NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.verdict')) STORED,
        headline TEXT NOT NULL GENERATED ALWAYS AS (json_extract(document, '$.headline')) STORED
      ) STRICT;
      CREATE INDEX runs_by_start ON runs (started_at, id);
      CREATE TABLE ledger (
        sequence INTEGER PRIMARY KEY NOT NULL,
        time TEXT NOT NULL,
        actor TEXT NOT NULL,
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        payload_digest TEXT NOT NULL,
        previous_hash TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL UNIQUE
      ) STRICT;
      CREATE UNIQUE INDEX ledger_by_run ON ledger (subject) WHERE kind = 'run';
      CREATE TRIGGER runs_are_immutable BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'runs are immutable'); END;
      CREATE TRIGGER runs_are_kept BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'runs are kept'); END;
      CREATE TRIGGER ledger_is_immutable BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
      CREATE TRIGGER ledger_is_kept BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
    `,
  },
  {
    why: "records beside runs, kept texts, and the model of a run",
    sql: `
      CREATE TABLE records (
        kind TEXT NOT NULL CHECK (kind <> 'run'),
        subject TEXT NOT NULL,
        document TEXT NOT NULL CHECK (json_valid(document)),
        PRIMARY KEY (kind, subject)
      ) STRICT;
      CREATE TABLE texts (digest TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) STRICT;
      DROP INDEX ledger_by_run;
      CREATE UNIQUE INDEX ledger_by_subject ON ledger (kind, subject);
      ALTER TABLE runs ADD COLUMN model TEXT GENERATED ALWAYS AS
        (coalesce(json_extract(document, '$.agreement.model'), json_extract(document, '$.environments.candidate.model'), json_extract(document, '$.environments.reference.model'))) VIRTUAL;
      CREATE TRIGGER records_are_immutable BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'records are immutable'); END;
      CREATE TRIGGER records_are_kept BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'records are kept'); END;
      CREATE TRIGGER texts_are_immutable BEFORE UPDATE ON texts BEGIN SELECT RAISE(ABORT, 'texts are immutable'); END;
      CREATE TRIGGER texts_are_kept BEFORE DELETE ON texts BEGIN SELECT RAISE(ABORT, 'texts are kept'); END;
    `,
  },
  { why: "what lists are read from, without opening a document", sql: catalogueSchema },
  { why: "retention may take runs away, only together with the entry that names them", sql: retentionSchema },
];
