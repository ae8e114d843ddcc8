import { z } from "zod";

/** Which part of a store an archive holds. */
export const EvidenceScope = z.strictObject({
  model: z.string().nullable(),
  /** Runs that started from here on (in it) until there (not in it), ISO 8601. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** Ids; empty: all. */
  runs: z.array(z.string()),
});
export type EvidenceScope = z.infer<typeof EvidenceScope>;

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Size = z.number().int().nonnegative();

/**
 * A file of the archive: its content, and how it lies in the container, so that not even another packing of the same content passes. Of an envelope only what is signed
 * counts, for a second signature may be added to it.
 */
const ListedFile = z.union([
  z.strictObject({ path: z.string(), size: Size, sha256: Digest, packed: z.strictObject({ size: Size, sha256: Digest }) }),
  z.strictObject({ path: z.string(), payload: Digest }),
]);
export type ListedFile = z.infer<typeof ListedFile>;

/** `manifest.json`: everything that the archive holds, signed by whoever exported it. */
export const EvidenceManifest = z.strictObject({
  lockstep: z.literal("evidence"),
  schemaVersion: z.literal(1),
  at: z.string(),
  tool: z.strictObject({ name: z.literal("lockstep"), version: z.string() }),
  scope: EvidenceScope,
  ledger: z.strictObject({ entries: Size, head: Digest }),
  files: z.array(ListedFile),
});
export type EvidenceManifest = z.infer<typeof EvidenceManifest>;

/** What the manifest travels as in its envelope. */
export const manifestPayloadType = "application/vnd.lockstep.evidence+json";
