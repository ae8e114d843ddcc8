import { z } from "zod";
import { Envelope } from "../evidence/envelope.ts";

/**
 * That a run was not made at this store but sent to it, entered before the run itself (kind `push`, under `ID/` and the beginning of its digest, with `/signed` behind it where a signature came later).
 * `key`: whose key vouched for this very document when it came, as the manifest named it then; null where nothing did.
 */
export const PushReceipt = z.object({
  run: z.string(),
  model: z.string().nullable(),
  /** sha256 of the run as it was sealed where it was made. */
  digest: z.string(),
  /** Who sent it: a token or a person, as the server knew them. */
  by: z.string(),
  key: z.object({ name: z.string(), id: z.string() }).nullable(),
  /** What was signed, for whoever verifies it again. */
  envelope: Envelope.nullable(),
});
export type PushReceipt = z.infer<typeof PushReceipt>;
