import { z } from "zod";
import { Envelope } from "../../core/evidence/envelope.ts";

/** What `POST /api/v1/runs` takes. */
export const PushedBody = z.strictObject({
  run: z.unknown().describe("the document of `lockstep check -o run.json`, of spec/schemas"),
  digest: z.string().optional().describe("sha256 of the run as it was sealed where it was made; held against what came"),
  signature: Envelope.optional().describe("that whoever made the run vouches for it, in a DSSE envelope: lockstep runs push --push-key"),
  texts: z.array(z.string()).max(50).default([]).describe("texts of the manifests that the run names by digest"),
});
