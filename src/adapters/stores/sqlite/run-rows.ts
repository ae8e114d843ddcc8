import type { DatabaseSync } from "node:sqlite";
import type { LedgerEntry } from "../../../core/domain/ledger-entry.ts";
import { Run } from "../../../core/domain/run.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { type SealedRun, sealRun } from "../../../core/ledger/run-digest.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import type { RunFilter, RunSummary } from "../../../ports/run-store.ts";
import { appendEntry, entryOf } from "./ledger-rows.ts";

/** Writes the sealed text of a run and its entry; the same again gives the entry that it has. To be called in a transaction, which holds all other writers up: whatever can be worked out before is. */
export const saveSealed = (database: DatabaseSync, { id, text, digest }: SealedRun, actor: string, time: string): LedgerEntry => {
  const known = entryOf(database, "run", id);
  if (known !== null) {
    if (known.payloadDigest !== digest) throw new Error(`run ${id} is in the store with other content; runs are immutable`);
    return known;
  }
  database.prepare("INSERT INTO runs (id, document) VALUES (?, ?)").run(id, text);
  return appendEntry(database, { time, actor, kind: "run", subject: id, payloadDigest: digest });
};

/** Writes a run and its entry in a transaction that `inside` makes; the same run again gives it back as it is. One that could not be read back is not written. */
export const saveRun = (database: DatabaseSync, run: Run, actor: string, time: string, file: string, inside: <T>(work: () => T) => T = (work) => work()): Run => {
  const sealed = sealRun(run);
  const read = readBack(sealed.text, run.id, file);
  const { sequence, hash } = inside(() => saveSealed(database, sealed, actor, time));
  return { ...read, ledger: { sequence, head: hash } };
};

/** The run of this id, held against what the ledger sealed of it (LS503). */
export const getRun = (database: DatabaseSync, id: string, file: string): Run | null => {
  const row = database.prepare("SELECT document FROM runs WHERE id = ?").get(id);
  if (row === undefined) return null;
  const text = String(row["document"]);
  const entry = entryOf(database, "run", id);
  if (entry === null || entry.payloadDigest !== sha256(text)) {
    throw new LockstepError("LS503", { message: `run ${id} is not what the ledger sealed: ${entry === null ? "it was never entered" : "it was changed afterwards"}`, place: file });
  }
  return { ...readBack(text, id, file), ledger: { sequence: entry.sequence, head: entry.hash } };
};

/** What lists show of runs, newest first. */
export const listRuns = (database: DatabaseSync, limit: number, offset: number, { model = null, verdict = null }: RunFilter): RunSummary[] => {
  const rows = database
    .prepare(
      `SELECT id, started_at AS startedAt, reference, candidate, model, verdict, headline FROM runs
       WHERE (?1 IS NULL OR model = ?1) AND (?2 IS NULL OR verdict = ?2) ORDER BY started_at DESC, id DESC LIMIT ?3 OFFSET ?4`,
    )
    .all(model, verdict, limit, offset);
  return rows.map((row) => ({ ...row }) as unknown as RunSummary);
};

/**
 * The run as it is read back, so that whoever saves it and whoever loads it later see the same document. What it was written without, because an
 * older Lockstep did not know it, has its default; what is sealed is the text.
 */
const readBack = (text: string, id: string, file: string): Run => {
  const read = Run.safeParse({ ...(JSON.parse(text) as object), ledger: null });
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw new LockstepError("LS504", { message: `run ${id} is not a document that this Lockstep reads: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`, place: file });
};
