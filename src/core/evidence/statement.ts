import { z } from "zod";
import { SignOff } from "../domain/sign-off.ts";

/** What an in-toto statement travels as in an envelope. */
export const statementPayloadType = "application/vnd.in-toto+json";

/** A file that the statement is about; the group tells the model's files from those it was tried with. */
const Subject = z.strictObject({
  name: z.string(),
  digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  annotations: z.strictObject({ group: z.enum(["model", "preprocessing", "golden"]) }),
});
export type Subject = z.infer<typeof Subject>;

/** A sign-off as an in-toto statement (v1): subjects by digest, and what is claimed about them. */
export const SignOffStatement = z.strictObject({
  _type: z.literal("https://in-toto.io/Statement/v1"),
  subject: z.array(Subject).min(1),
  predicateType: z.literal("urn:lockstep:sign-off:v1"),
  predicate: SignOff,
});
export type SignOffStatement = z.infer<typeof SignOffStatement>;
