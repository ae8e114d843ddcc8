import { z } from "zod";
import { Decision } from "./decision.ts";

/** The functions that people approve in the name of. */
export const PersonFunction = z.enum(["data-science", "engineering", "compliance", "product"]);
export type PersonFunction = z.infer<typeof PersonFunction>;

/**
 * What is asked for: to go on with a run (or against it), to accept a failing finding for a time, to change what was agreed (a hypothesis, a tolerance, the policy
 * itself: as a difference that can be read), to carry out a remedy, to end a legal hold.
 */
export const RequestSubject = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("decision"), run: z.string(), model: z.string(), environment: z.string(), action: Decision.shape.action }),
  z.object({ kind: z.literal("waiver"), model: z.string(), environment: z.string().nullable(), finding: z.string(), expiresAt: z.string(), owner: z.string() }),
  z.object({ kind: z.literal("amendment"), model: z.string(), what: z.string(), before: z.string().nullable(), after: z.string(), affects: z.array(z.string()) }),
  z.object({ kind: z.literal("remedy"), incident: z.string(), remedy: z.string(), model: z.string().nullable() }),
  z.object({ kind: z.literal("release-hold"), hold: z.string() }),
]);
export type RequestSubject = z.infer<typeof RequestSubject>;

/** Who must say yes: so many of each function, so many altogether. */
export const ApprovalRule = z.object({
  of: z.number().int().min(1),
  functions: z.partialRecord(PersonFunction, z.number().int().min(1)),
  /** Whether one person may ask and approve. Shown wherever it was used. */
  singlePerson: z.boolean(),
});
export type ApprovalRule = z.infer<typeof ApprovalRule>;

/** On what somebody did: true where the name was only given, on the command line (`--by`), and nobody had signed in with it; left out where somebody had, and by older versions of Lockstep. */
const asserted = z.literal(true).optional();

/** What happens to a request; appended, never changed. */
export const RequestEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("asked"), at: z.string(), by: z.string(), asserted, subject: RequestSubject, reason: z.string(), rule: ApprovalRule, authors: z.array(z.string()), expiresAt: z.string() }),
  z.object({ kind: z.literal("approved"), at: z.string(), by: z.string(), asserted, as: PersonFunction.nullable(), note: z.string().nullable() }),
  z.object({ kind: z.literal("refused"), at: z.string(), by: z.string(), asserted, note: z.string() }),
  z.object({ kind: z.literal("withdrawn"), at: z.string(), by: z.string(), asserted, note: z.string().nullable() }),
  /** What was asked for was done; `what` names the record that came of it. */
  z.object({ kind: z.literal("enacted"), at: z.string(), by: z.string(), asserted, what: z.string() }),
]);
export type RequestEvent = z.infer<typeof RequestEvent>;

/** A request as all its events give it. `expired` is told by the clock. */
export const ChangeRequest = z.object({
  /** `REQ-2026-0007`. */
  id: z.string(),
  subject: RequestSubject,
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  /** Who made what is asked about, besides who asks: they cannot approve. */
  authors: z.array(z.string()),
  rule: ApprovalRule,
  status: z.enum(["open", "approved", "enacted", "refused", "withdrawn", "expired"]),
  expiresAt: z.string(),
  approvals: z.array(z.object({ by: z.string(), asserted, as: PersonFunction.nullable(), at: z.string(), note: z.string().nullable() })),
  /** What is still missing, in words; empty when nothing is. */
  missing: z.array(z.string()),
  /** True when one person asked and approved, as the policy let them. */
  singlePerson: z.boolean(),
  events: z.array(RequestEvent),
});
export type ChangeRequest = z.infer<typeof ChangeRequest>;

/** A decision as it was made: by the policy alone, or by named people after a request. */
export const DecisionRecord = z.object({
  /** `DEC-2026-0011`. */
  id: z.string(),
  run: z.string(),
  model: z.string(),
  environment: z.string(),
  action: Decision.shape.action,
  /** What policy alone would have decided. */
  byPolicy: Decision.shape.action,
  by: z.array(z.string()),
  request: z.string().nullable(),
  reason: z.string(),
  waivers: z.array(z.string()),
  at: z.string(),
  /** True when one person asked and approved, as the policy let them; left out otherwise. */
  singlePerson: z.boolean().optional(),
  /** True where names of those who approved were only given, on the command line. */
  asserted,
  /** Why somebody had the policy's decision put down, in their words; left out where nobody said anything. It approves nothing. */
  said: z.object({ by: z.string(), text: z.string() }).optional(),
});
export type DecisionRecord = z.infer<typeof DecisionRecord>;
