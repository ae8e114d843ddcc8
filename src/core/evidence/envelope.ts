import { z } from "zod";

const Base64 = z.string().refine((text) => Buffer.from(text, "base64").toString("base64") === text, "is not base64 as it is written");

/** A DSSE envelope. Key ids are hints for people and say nothing about who signed; unknown members are refused. */
export const Envelope = z.strictObject({
  payloadType: z.string(),
  payload: Base64,
  signatures: z.array(z.strictObject({ keyid: z.string().optional(), sig: Base64 })).min(1),
});
export type Envelope = z.infer<typeof Envelope>;
