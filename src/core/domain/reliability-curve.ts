import { z } from "zod";
import { Interval } from "./interval.ts";

/** A reliability curve: mean score against observed share of positives, equal-mass bins. */
export const ReliabilityCurve = z.object({
  environment: z.string(),
  output: z.string(),
  bins: z.array(z.object({ meanScore: z.number(), observed: z.number(), n: z.number().int(), interval: Interval })),
});
export type ReliabilityCurve = z.infer<typeof ReliabilityCurve>;
