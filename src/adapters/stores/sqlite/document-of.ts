import type { DatabaseSync } from "node:sqlite";
import type { LedgerKind } from "../../../core/domain/ledger-entry.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import { sha256 } from "../../../core/ledger/sha256.ts";
import { entryOf } from "./ledger-rows.ts";

/** The text of a run or record as it is stored, held against what the ledger sealed of it (LS503); null when there is none. */
export const documentOf = (database: DatabaseSync, kind: LedgerKind, subject: string, file: string): string | null => {
  const row = kind === "run" ? database.prepare("SELECT document FROM runs WHERE id = ?").get(subject) : database.prepare("SELECT document FROM records WHERE kind = ? AND subject = ?").get(kind, subject);
  if (row === undefined) return null;
  const text = String(row["document"]);
  const entry = entryOf(database, kind, subject);
  if (entry !== null && entry.payloadDigest === sha256(text)) return text;
  throw new LockstepError("LS503", { message: `${kind} ${subject} is not what the ledger sealed: ${entry === null ? "it was never entered" : "it was changed afterwards"}`, place: file });
};
