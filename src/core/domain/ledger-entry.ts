import { z } from "zod";

/**
 * What can be entered: a run, an approved or reverted baseline, a sign-off, a gate's answer, a change of what was agreed
 * (tolerances, budgets, policy), rows added to a golden set, a registered or amended hypothesis, a registered calendar,
 * something that happened to an incident, an environment that is no longer what it was; a request with its approvals, the waiver or decision that came of it, the
 * policy in force, a review done, a remedy carried out, an alert delivered, a token issued or revoked, a legal hold, what retention took away, a signed checkpoint, that somebody signed in, and that a run was made elsewhere and sent here.
 */
export const LedgerKind = z.enum(["run", "baseline", "sign-off", "gate", "agreement", "golden", "hypothesis", "calendar", "incident", "fingerprint",
  "request", "waiver", "decision", "policy", "review", "remedy", "alert", "token", "hold", "retention", "checkpoint", "session", "push"]);
export type LedgerKind = z.infer<typeof LedgerKind>;

/**
 * One line of the append-only record. `hash` is sha256 over the canonical JSON of all other fields, so each entry seals
 * everything before it.
 */
export const LedgerEntry = z.object({
  sequence: z.number().int().positive(),
  time: z.string(),
  actor: z.string(),
  kind: LedgerKind,
  subject: z.string(),
  /** sha256 of the payload's canonical JSON, hex. */
  payloadDigest: z.string(),
  previousHash: z.string(),
  hash: z.string(),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
