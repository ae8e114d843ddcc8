import { z } from "zod";

/** A failing finding that people accepted for a time. After `expiresAt` it fails again. */
export const Waiver = z.object({
  /** `WVR-2026-0003`. */
  id: z.string(),
  model: z.string(),
  /** The environment it holds in; null: all. */
  environment: z.string().nullable(),
  /** A finding's id, or the beginning of one with `*` at its end. */
  finding: z.string(),
  reason: z.string(),
  owner: z.string(),
  requestedBy: z.string(),
  approvedBy: z.array(z.string()),
  from: z.string(),
  expiresAt: z.string(),
  /** The request that it came of. */
  request: z.string().optional(),
  /** True when one person asked and approved, as the policy let them; left out otherwise. */
  singlePerson: z.boolean().optional(),
  /** True where names of those who approved were only given, on the command line, and nobody had signed in with them; left out otherwise. */
  asserted: z.literal(true).optional(),
  /** Where somebody ended it before its time: an entry of its own, never a change of this one. */
  ended: z.object({ at: z.string(), by: z.string(), reason: z.string() }).optional(),
});
export type Waiver = z.infer<typeof Waiver>;

/** On a finding: which waiver held when it was judged, and until when. */
export const WaivedBy = z.object({ waiver: z.string(), owner: z.string(), reason: z.string(), expiresAt: z.string(), singlePerson: z.boolean().optional() });
export type WaivedBy = z.infer<typeof WaivedBy>;
