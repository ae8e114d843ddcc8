import { z } from "zod";
import { Identity } from "../../core/domain/identity.ts";
import type { RunStore } from "../../ports/run-store.ts";

/** An environment as it was when its identity was first read, or moved: payload of the ledger's kind `fingerprint`. */
export const EnteredFingerprint = z.object({
  subject: z.string(),
  environment: z.string(),
  /** When it was due to be read, ISO 8601 UTC. */
  at: z.string(),
  /** The entry of what it was before; null for the first. */
  before: z.string().nullable(),
  identity: Identity,
  /** What of that which policy binds is not what it was, in words; null when nothing is. */
  moved: z.string().nullable(),
  /** The whole fingerprint, under this digest among the store's texts. */
  text: z.string(),
});
export type EnteredFingerprint = z.infer<typeof EnteredFingerprint>;

/** What an environment was, each time it was another, oldest first. */
export const enteredFingerprints = (store: RunStore, environment: string): EnteredFingerprint[] =>
  store.records("fingerprint").flatMap(({ payload }) => {
    const read = EnteredFingerprint.safeParse(payload);
    return read.success && read.data.environment === environment ? [read.data] : [];
  }).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
