import { z } from "zod";
import { Interval } from "./interval.ts";
import { Owner } from "./manifest.ts";
import { Severity, Verdict } from "./verdict.ts";

/** What happens to an incident; appended, never changed. The state is what all of them give in order. */
export const IncidentEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("opened"), at: z.string(), run: z.string(), finding: z.string(), title: z.string(), since: z.string().nullable(), severity: Severity, owner: Owner.nullable(), consequence: z.enum(["investigate", "pause", "roll-back"]),
    /** What kind of incident it opens. */
    incident: z.enum(["departure", "review"]).default("departure"), verdict: Verdict.default("fail"), estimate: z.number().nullable().default(null), interval: Interval.nullable().default(null), sentence: z.string().default("") }),
  z.object({ kind: z.literal("observed"), at: z.string(), run: z.string(), verdict: Verdict, estimate: z.number().nullable(), interval: Interval.nullable().default(null), sentence: z.string() }),
  z.object({ kind: z.literal("escalated"), at: z.string(), to: z.string(), why: z.string() }),
  z.object({ kind: z.literal("acknowledged"), at: z.string(), by: z.string(), note: z.string().nullable() }),
  z.object({ kind: z.literal("assigned"), at: z.string(), by: z.string(), to: z.string() }),
  z.object({ kind: z.literal("commented"), at: z.string(), by: z.string(), note: z.string() }),
  /** People say whether the alarm was right; calibration learns from it. */
  z.object({ kind: z.literal("judged"), at: z.string(), by: z.string(), alarm: z.enum(["confirmed", "refuted"]), note: z.string().nullable() }),
  z.object({ kind: z.literal("recovered"), at: z.string(), run: z.string(), looks: z.number().int() }),
  z.object({ kind: z.literal("closed"), at: z.string(), by: z.string().nullable(), why: z.string() }),
  z.object({ kind: z.literal("reopened"), at: z.string(), run: z.string(), why: z.string() }),
]);
export type IncidentEvent = z.infer<typeof IncidentEvent>;

/** `review`: a fingerprint moved, a review fell due, an estimate went stale: somebody must look, nothing failed yet. */
export const Incident = z.object({
  id: z.string(),
  subject: z.string(),
  kind: z.enum(["departure", "review"]),
  status: z.enum(["open", "acknowledged", "recovering", "closed"]),
  title: z.string(),
  severity: Severity,
  owner: Owner.nullable(),
  consequence: z.enum(["investigate", "pause", "roll-back"]),
  openedAt: z.string(),
  since: z.string().nullable(),
  closedAt: z.string().nullable(),
  escalatedTo: z.string().nullable(),
  /** Looks in a row that were well; and that told nothing. */
  wellFor: z.number().int().nonnegative(),
  unheardFor: z.number().int().nonnegative(),
  alarm: z.enum(["confirmed", "refuted"]).nullable(),
  events: z.array(IncidentEvent),
});
export type Incident = z.infer<typeof Incident>;
