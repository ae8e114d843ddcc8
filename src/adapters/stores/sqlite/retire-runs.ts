import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { LedgerEntry } from "../../../core/domain/ledger-entry.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { StoredRecord } from "../../../ports/run-store.ts";
import { documentOf } from "./document-of.ts";
import { inTransaction } from "./in-transaction.ts";
import { entryOf } from "./ledger-rows.ts";
import { enterRecord } from "./record-rows.ts";

const Retired = z.object({ documents: z.array(z.object({ kind: z.literal("run"), subject: z.string(), digest: z.string() })).min(1) });

/**
 * Enters what is taken away and takes it away, in one transaction; the schema's trigger lets a run go only behind the entry that names it. What is deleted is overwritten
 * with zeros in the file, and the log is emptied into it, so that it cannot be read back from there.
 */
export const retireRuns = (database: DatabaseSync, record: StoredRecord, actor: string, time: string, file: string): LedgerEntry => {
  const { documents } = Retired.parse(record.payload);
  database.exec("PRAGMA secure_delete = ON");
  const entry = inTransaction(database, () => {
    for (const { subject, digest } of documents) {
      if (documentOf(database, "run", subject, file) === null || entryOf(database, "run", subject)?.payloadDigest !== digest) throw new LockstepError("LS503", { message: `run ${subject} is not what is to be removed`, place: file });
    }
    const entered = enterRecord(database, record, actor, time);
    const remove = database.prepare("DELETE FROM runs WHERE id = ?");
    for (const { subject } of documents) remove.run(subject);
    return entered;
  });
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  return entry;
};
