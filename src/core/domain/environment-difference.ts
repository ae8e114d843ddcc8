import { z } from "zod";
import { FieldScope, FieldValue } from "./fingerprint.ts";

/** One way in which two environments are not the same, ranked and in words. */
export const EnvironmentDifference = z.object({
  /** The field's id; for several fields told as one (a package and its files), the telling one's. */
  id: z.string(),
  title: z.string(),
  group: z.string(),
  subject: z.string().nullable(),
  scope: FieldScope,
  reference: FieldValue,
  candidate: FieldValue,
  /** Sides on which it could not be read; then it is not known to be equal. */
  unread: z.array(z.enum(["reference", "candidate"])),
  weight: z.enum(["explains", "warn", "high", "block"]),
  moves: z.enum(["answers", "latency", "both", "nothing"]),
  /** Why nobody needs to hear of it unless asked; null for what is told. */
  quiet: z.string().nullable(),
  /** The named override that makes it intended; null where none does. */
  override: z.string().nullable(),
  /** One sentence: what differs, with both values. */
  statement: z.string(),
  /** One sentence: what it can do to the answers. */
  why: z.string(),
  /** What to do about it. */
  action: z.string(),
  /** Codes of the cause catalogue that it speaks for. */
  causes: z.array(z.string()),
  /** Higher comes first; only its order means something. */
  rank: z.number(),
  /** Fields that say the same and are told with it. */
  together: z.array(z.string()),
});
export type EnvironmentDifference = z.infer<typeof EnvironmentDifference>;
