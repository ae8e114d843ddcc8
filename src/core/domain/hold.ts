import { z } from "zod";

/** What happens to a legal hold; appended, never changed. A hold is of a model, or of all of them, and of a period, or of all time. */
export const HoldEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("placed"), at: z.string(), by: z.string(), model: z.string().nullable(), from: z.string().nullable(), to: z.string().nullable(), reason: z.string() }),
  /** `request`: the approved request that let it be released; null where the policy lets one person do so. */
  z.object({ kind: z.literal("released"), at: z.string(), by: z.string(), request: z.string().nullable(), note: z.string().nullable() }),
]);
export type HoldEvent = z.infer<typeof HoldEvent>;

/** Documents that must be kept, however old they are, for as long as it is in force. */
export const Hold = z.object({
  /** `HLD-2026-0001`. */
  id: z.string(),
  /** The model whose runs are kept; null: all. */
  model: z.string().nullable(),
  /** ISO 8601: runs that started from here on (in it), until there (not in it); null: without that end. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  reason: z.string(),
  status: z.enum(["in-force", "released"]),
  placedAt: z.string(),
  placedBy: z.string(),
  releasedAt: z.string().nullable(),
  releasedBy: z.string().nullable(),
  request: z.string().nullable(),
  /** True when one person released it alone, as the policy let them. */
  singlePerson: z.boolean(),
});
export type Hold = z.infer<typeof Hold>;
