import { z } from "zod";

/**
 * One line of the append-only record. `hash` is sha256 over the canonical JSON of all other fields, so each entry seals
 * everything before it.
 */
export const LedgerEntry = z.object({
  sequence: z.number().int().positive(),
  time: z.string(),
  actor: z.string(),
  kind: z.enum(["run"]),
  subject: z.string(),
  /** sha256 of the payload's canonical JSON, hex. */
  payloadDigest: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
