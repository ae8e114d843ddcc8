import { z } from "zod";

/** What to do now; made by policy here, by a named person where governance asks for one. */
export const Decision = z.object({
  action: z.enum(["proceed", "proceed-with-mitigation", "pause", "roll-back"]),
  reason: z.string(),
  exitCode: z.number().int(),
});
export type Decision = z.infer<typeof Decision>;
