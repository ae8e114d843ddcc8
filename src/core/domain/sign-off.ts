import { z } from "zod";
import { FieldValue } from "./fingerprint.ts";
import { Identity, IdentityPart } from "./identity.ts";
import { Verdict } from "./verdict.ts";

/** What was promised and what was measured, for one budget. */
export const BudgetResult = z.object({
  budget: z.string(),
  limit: z.number(),
  measured: z.number().nullable(),
  unit: z.string(),
  verdict: Verdict,
});
export type BudgetResult = z.infer<typeof BudgetResult>;

/** The predicate of a sign-off: an in-toto statement whose subjects are the model's files and the golden set, in a DSSE envelope. */
export const SignOff = z.object({
  lockstep: z.literal("sign-off"),
  schemaVersion: z.literal(1),
  model: z.string(),
  modelVersion: z.string().nullable(),
  environment: z.string(),
  run: z.object({ id: z.string(), digest: z.string(), verdict: Verdict, headline: z.string(), ledgerHead: z.string().nullable() }),
  manifestDigest: z.string().nullable(),
  identity: Identity,
  /** Parts that must be the same for the gate to pass. */
  bound: z.array(IdentityPart),
  /** The fields of all known parts by id, so that a gate that refuses can say which of them differ; the digests decide. */
  fields: z.record(z.string(), FieldValue),
  budgets: z.array(BudgetResult),
  /** Warnings that the signer accepted by signing. */
  accepted: z.array(z.string()),
  signedAt: z.string(),
  expiresAt: z.string(),
  signer: z.string(),
  /** Who built what is signed; the same as the signer only where policy allows it. */
  author: z.string().nullable(),
  selfSigned: z.boolean(),
});
export type SignOff = z.infer<typeof SignOff>;
