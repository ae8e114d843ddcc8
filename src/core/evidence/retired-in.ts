import { z } from "zod";
import type { LedgerEntry } from "../domain/ledger-entry.ts";
import type { RetiredDocument } from "../ledger/verify-documents.ts";

/** What retention enters: which documents it took away, by what rule, and why. */
export const RetentionRecord = z.object({
  removed: z.number().int().positive(),
  /** Runs that started before this were old. */
  before: z.string(),
  keep: z.string(),
  reason: z.string(),
  documents: z.array(z.object({ kind: z.literal("run"), subject: z.string(), digest: z.string(), model: z.string().nullable(), startedAt: z.string() })).min(1),
  /** Recordings that were removed with them, in the store's folder. */
  files: z.array(z.string()),
});
export type RetentionRecord = z.infer<typeof RetentionRecord>;

/** All documents that entries of retention name. */
export const retiredIn = (records: Iterable<{ readonly entry: Pick<LedgerEntry, "kind" | "sequence">; readonly payload: unknown }>): RetiredDocument[] =>
  [...records].flatMap(({ entry, payload }) => {
    const read = entry.kind === "retention" ? RetentionRecord.safeParse(payload) : null;
    return read?.success === true ? read.data.documents.map(({ kind, subject, digest }) => ({ kind, subject, digest, sequence: entry.sequence })) : [];
  });
