import { z } from "zod";
import { Interval } from "./interval.ts";
import { Owner } from "./manifest.ts";
import { Severity, Verdict } from "./verdict.ts";

/** What was learnt of an incident; drafted from its facts, written by people. */
export const PostMortem = z.object({ summary: z.string(), impact: z.string(), detection: z.string(), cause: z.string(), response: z.string(), lessons: z.string() });
export type PostMortem = z.infer<typeof PostMortem>;

/** Something to be done so that it does not happen again. */
export const ActionItem = z.object({ id: z.string(), title: z.string(), owner: z.string(), due: z.string().nullable(), doneAt: z.string().nullable(), doneBy: z.string().nullable() });
export type ActionItem = z.infer<typeof ActionItem>;

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
  z.object({ kind: z.literal("post-mortem"), at: z.string(), by: z.string(), postMortem: PostMortem }),
  z.object({ kind: z.literal("action"), at: z.string(), by: z.string(), item: ActionItem.omit({ doneAt: true, doneBy: true }) }),
  z.object({ kind: z.literal("action-done"), at: z.string(), by: z.string(), item: z.string(), note: z.string().nullable() }),
  z.object({ kind: z.literal("remedied"), at: z.string(), by: z.string(), remedy: z.string(), dryRun: z.boolean(), outcome: z.string() }),
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
  /** The newest; null while nobody wrote one. */
  postMortem: PostMortem.nullable().default(null),
  actions: z.array(ActionItem).default([]),
  events: z.array(IncidentEvent),
});
export type Incident = z.infer<typeof Incident>;
