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
  /** Copies of an older store's file that still hold them, and until when they are kept; left out by older versions of Lockstep. */
  copies: z.array(z.object({ file: z.string(), until: z.string() })).optional(),
});
export type RetentionRecord = z.infer<typeof RetentionRecord>;

/** What retention enters of what lies beside the documents, once for each time that it took any: received events, spans, delivered alerts, and copies of an older store's file. */
export const PruningRecord = z.object({
  pruned: z.object({ events: z.number().int(), spans: z.number().int(), alerts: z.number().int(), copies: z.number().int() }),
  /** Files of events and copies that are gone, in the store's folder. */
  files: z.array(z.string()),
  keep: z.string(),
  reason: z.string(),
});
export type PruningRecord = z.infer<typeof PruningRecord>;

/** All documents that entries of retention name. */
export const retiredIn = (records: Iterable<{ readonly entry: Pick<LedgerEntry, "kind" | "sequence">; readonly payload: unknown }>): RetiredDocument[] =>
  [...records].flatMap(({ entry, payload }) => {
    const read = entry.kind === "retention" ? RetentionRecord.safeParse(payload) : null;
    return read?.success === true ? read.data.documents.map(({ kind, subject, digest }) => ({ kind, subject, digest, sequence: entry.sequence })) : [];
  });
